from participation.territory.management.importing import ImportCommand
from participation.territory.services import ANCT_SOURCE, import_perimeters


class Command(ImportCommand):
    help = (
        "Donne aux quartiers le périmètre du fichier de l’ANCT (quartiers prioritaires 2024, GeoJSON en WGS 84), "
        "reconnu à son code QPV."
    )

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--create", action="store_true", help="Crée les quartiers prioritaires qui manquent.")
        parser.add_argument(
            "--commune-code",
            action="append",
            default=[],
            metavar="INSEE",
            help="Seulement cette commune du portail ; à répéter pour plusieurs.",
        )
        parser.add_argument("--source", default=ANCT_SOURCE, help="Ce que les pages disent de l’origine du tracé.")

    def run(self, data, options):
        return import_perimeters(
            data,
            create=options["create"],
            dry_run=options["dry_run"],
            commune_codes=tuple(options["commune_code"]),
            source=options["source"],
        )
