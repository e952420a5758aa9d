package org.zfsbackup.camel;

import java.util.Optional;
import org.apache.camel.CamelContext;
import org.zfsbackup.pipe.Functions;
import org.zfsbackup.pipe.StreamFunction;

/** The functions in a Camel context's registry. */
public final class BoundFunctions implements Functions {
    private final CamelContext context;

    public BoundFunctions(CamelContext context) {
        this.context = context;
    }

    @Override
    public Optional<StreamFunction> find(String kind, String name) {
        return bound(name, StreamFunction.class);
    }

    private <T> Optional<T> bound(String name, Class<T> type) {
        return Optional.ofNullable(context.getRegistry().lookupByName(name))
                .filter(type::isInstance)
                .map(type::cast);
    }
}
