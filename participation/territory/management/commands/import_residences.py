from participation.territory.management.importing import ImportCommand
from participation.territory.services import import_residences


class Command(ImportCommand):
    help = (
        "Crée ou met à jour des résidences d’après un tableau CSV : "
        "nom;bailleur;code_insee;quartier;logements;adresse;latitude;longitude (colonnes dans n’importe quel ordre)."
    )

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument(
            "--all-or-nothing", action="store_true", help="Une seule ligne refusée, et rien n’est écrit."
        )
        parser.add_argument("--source", default="", help="Le document d’où viennent ces lignes.")

    def run(self, data, options):
        return import_residences(
            data,
            dry_run=options["dry_run"],
            all_or_nothing=options["all_or_nothing"],
            source=options["source"],
        )
