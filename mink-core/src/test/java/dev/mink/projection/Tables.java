package dev.mink.projection;

import dev.mink.fixture.OrderEvent.Placed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A projection that keeps one list of customers for each generation. */
final class Tables implements Generations<Object> {

    final Map<Integer, List<String>> lists = new TreeMap<>();
    final List<String> replayed = new ArrayList<>();
    int served;

    Projection<Object> projection(int version) {
        return Projection.named("customers")
                .version(version)
                .on(Placed.class, (placed, delivery) -> {
                    lists.get(delivery.generation()).add("v" + version + " " + placed.customerId());
                    if (delivery.isReplay()) {
                        replayed.add(placed.customerId());
                    }
                })
                .generations(this)
                .build();
    }

    List<String> read() {
        return lists.getOrDefault(served, List.of());
    }

    @Override
    public void create(Object transaction, int generation) {
        lists.put(generation, new ArrayList<>());
    }

    @Override
    public void serve(Object transaction, int generation) {
        served = generation;
    }

    @Override
    public void drop(Object transaction, int generation) {
        lists.remove(generation);
    }
}
