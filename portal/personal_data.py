from participation.base.privacy.register import exempt

exempt("portal.DemoRow", "key", "The name of a row of the demonstration's data files.")
