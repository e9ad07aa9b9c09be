from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Static files under names that hold a hash. A page asks for some thirty addresses, which never change while a
    process runs: each is worked out once."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._addresses = {}

    def url(self, name, force=False):
        if name not in self._addresses:
            self._addresses[name] = super().url(name, force)
        return self._addresses[name]
