package org.invigil.rules.score;

import org.invigil.rules.policy.Policy;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Policies as exams write them down: what differs from the default. */
final class Policies {

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private Policies() {}

    static Policy of(String overrides) {
        ObjectNode policy = JSON.valueToTree(Policy.DEFAULT);
        merge(policy, (ObjectNode) JSON.readTree(overrides));
        return JSON.treeToValue(policy, Policy.class);
    }

    private static void merge(ObjectNode base, ObjectNode overrides) {
        overrides.properties().forEach(entry -> {
            if (entry.getValue() instanceof ObjectNode nested) {
                merge((ObjectNode) base.required(entry.getKey()), nested);
            } else {
                base.set(entry.getKey(), entry.getValue());
            }
        });
    }
}
