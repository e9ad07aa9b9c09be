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
    ("/", "la page d’accueil, puis « Changer de quartier »"),
    ("/quartiers/", "les quartiers et leurs périmètres officiels sur la carte"),
    ("/conventions/", "une convention : ses étapes, son argent, l’écart entre deux totaux"),
    ("/comptes/inscription/", "créer un compte ; le courriel arrive à /demo/courrier/"),
    ("/admin/", "publier une actualité avec redaction@demo.example"),
    ("/confidentialite/", "ce que le portail sait de vous, pourquoi et combien de temps"),
)


def text(address: str, logs: str) -> str:
    accounts = "\n".join(f"    {mail:27} {who}" for mail, who in ACCOUNTS)
    things = "\n".join(f"    {address + path:42} {what}" for path, what in TRY)
    return f"""
  Quartiers ouverts répond :  {address}/

  Comptes de démonstration (mot de passe : demo-quartiers)
{accounts}

  À essayer
{things}

  Journaux : {logs}        Arrêter : Ctrl-C
"""
