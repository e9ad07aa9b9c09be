"""What the terminal says once the portal answers."""

ACCOUNTS = (
    ("habitant@demo.example", "une habitante"),
    ("conseil@demo.example", "un membre de conseil citoyen"),
    ("agent@demo.example", "un agent de terrain"),
    ("bailleur@demo.example", "une agente de Phare Habitat (fictif)"),
    ("coordination@demo.example", "la coordination GUSP"),
    ("redaction@demo.example", "une rédactrice"),
    ("dpd@demo.example", "la déléguée à la protection des données"),
    ("admin@demo.example", "l’administration"),
)
TRY = (
    ("/", "l’accueil : douze fenêtres par immeuble, allumées par les étapes tenues"),
    ("/quartiers/", "les périmètres officiels, les statuts, qui appeler"),
    ("/conventions/cinq-quartiers-de-martigues/", "58 étapes datées, ce qui est en retard et pourquoi (inventé)"),
    ("/conventions/martigues-2016-2019/", "une vraie convention, et deux totaux qui diffèrent de 4 000 €"),
    ("/admin/", "une actualité avec redaction@…, sa relecture avec coordination@…"),
    ("/comptes/inscription/", "créer un compte ; son courriel arrive à /demo/courrier/"),
)


def text(address: str, logs: str) -> str:
    accounts = "\n".join(f"    {mail:27} {who}" for mail, who in ACCOUNTS)
    things = "\n".join(f"    {address + path:63} {what}" for path, what in TRY)
    return f"""
  Quartiers ouverts répond :  {address}/

  Comptes de démonstration (mot de passe : demo-quartiers)
{accounts}

  À essayer
{things}

  Journaux : {logs}        Arrêter : Ctrl-C
"""
