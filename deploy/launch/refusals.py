"""Why a start is refused, in one sentence a person can act upon."""

import errno


class Refusal(Exception):
    """Its text is all that the person reads; the exit status is 1."""


def from_os_error(error: OSError) -> Refusal:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Refusal("Le disque est plein : libérez de la place, puis relancez la commande.")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return Refusal(f"Impossible d’écrire dans « {error.filename} » : vérifiez les droits de ce dossier.")
    return Refusal(f"Le système refuse : {error}.")
