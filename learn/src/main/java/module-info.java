/** The mathematics behind a derivative, made visible: traces, computation graphs, formulas and gradient checks. */
@SuppressWarnings("requires-automatic") // ELK names no modules of its own
module org.wengert.learn {
    requires static org.jspecify;
    requires transitive org.wengert;
    requires org.eclipse.elk.alg.layered;
    requires org.eclipse.elk.core;
    requires org.eclipse.elk.graph;
    requires org.eclipse.emf.common; // the lists of ELK's graphs
    requires com.google.common; // ELK uses it, and an automatic module cannot ask for it

    exports org.wengert.learn;

    opens org.wengert.learn.example to
            org.wengert; // whose derivatives of the examples live beside them
}
