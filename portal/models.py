from portal.demo.models import DemoLoad, DemoRow

__all__ = ["DemoLoad", "DemoRow"]
