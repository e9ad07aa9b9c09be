from participation.base.privacy.register import exempt

exempt("home.HomePage", "headline", "The sentence of welcome on the front page.")
