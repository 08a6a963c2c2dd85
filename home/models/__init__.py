from .demo import DemoLoad

__all__ = ["DemoLoad"]
