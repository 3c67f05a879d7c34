package org.wengert.backend;

import java.util.List;
import org.wengert.tensor.Storage;

/** A prepared program. */
@FunctionalInterface
public interface Plan {
    /**
     * Runs the program.
     *
     * @param parameters the elements of each parameter, only to be read
     * @return the elements of each result; a result may share a parameter's or another result's storage
     */
    List<Storage> run(List<Storage> parameters);
}
