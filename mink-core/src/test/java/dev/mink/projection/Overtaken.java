package dev.mink.projection;

import dev.mink.memory.MemoryTransaction;
import dev.mink.spi.EventStorage;
import dev.mink.spi.ForwardingStorage;
import dev.mink.spi.ProjectionStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.function.Supplier;

/** A storage in which something happens after a beat has seen the generations, and before the node knows them. */
final class Overtaken extends ForwardingStorage<MemoryTransaction> {

    private final Supplier<Runnable> afterBeat;

    Overtaken(EventStorage<MemoryTransaction> storage, Supplier<Runnable> afterBeat) {
        super(storage);
        this.afterBeat = afterBeat;
    }

    @Override
    public Optional<ProjectionStore<MemoryTransaction>> projections() {
        return super.projections().map(this::overtaken);
    }

    @SuppressWarnings("unchecked") // the proxy has just this interface
    private ProjectionStore<MemoryTransaction> overtaken(ProjectionStore<MemoryTransaction> store) {
        return (ProjectionStore<MemoryTransaction>) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ProjectionStore.class}, (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(store, arguments);
                        if (method.getName().equals("beat")) {
                            afterBeat.get().run();
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
