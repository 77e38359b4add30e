"""The language engine: the only place that imports natasha, slovnet, navec, razdel and pymorphy3."""
