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
    ("/", "l’accueil : des fenêtres allumées par les réparations que les habitants confirment"),
    ("/signalements/nouveau/", "signaler, avec une adresse e-mail ; confirmer depuis /demo/courrier/"),
    ("/agents/", "avec agent@… : dire qui s’en occupe, puis que c’est réparé"),
    ("/conseils/conseil-citoyen-de-canto-perdrix/", "demander à siéger avec habitant@…, accepter avec conseil@…"),
    ("/conventions/cinq-quartiers-de-martigues/", "58 étapes datées ; la fiche n° 12 se commente (inventé)"),
    ("/enquetes/", "répondre à une enquête, lire ce qu’une autre a décidé"),
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
