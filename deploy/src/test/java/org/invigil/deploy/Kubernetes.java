package org.invigil.deploy;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Ingress;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.io.IOException;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The schemas of Kubernetes, as its Java client is generated from them: unknown fields, missing required ones and wrong
 * types are errors at every depth. A kind that is not in the list has no schema here.
 */
final class Kubernetes {

    private static final Map<String, Schema> SCHEMAS = Map.of(
            "v1/ConfigMap", V1ConfigMap::validateJsonElement,
            "v1/Service", V1Service::validateJsonElement,
            "v1/ServiceAccount", V1ServiceAccount::validateJsonElement,
            "apps/v1/Deployment", V1Deployment::validateJsonElement,
            "autoscaling/v2/HorizontalPodAutoscaler", V2HorizontalPodAutoscaler::validateJsonElement,
            "networking.k8s.io/v1/Ingress", V1Ingress::validateJsonElement,
            "networking.k8s.io/v1/NetworkPolicy", V1NetworkPolicy::validateJsonElement,
            "policy/v1/PodDisruptionBudget", V1PodDisruptionBudget::validateJsonElement);

    private Kubernetes() {}

    private interface Schema {
        void validate(JsonElement document) throws IOException;
    }

    /**
     * Checks one manifest.
     *
     * @throws IllegalArgumentException saying which field is wrong, or that the kind has no schema here
     */
    static void validate(JsonNode manifest) throws IOException {
        String kind = manifest.path("apiVersion").asString() + "/"
                + manifest.path("kind").asString();
        Schema schema = SCHEMAS.get(kind);
        if (schema == null) {
            throw new IllegalArgumentException("There is no schema for " + kind);
        }
        schema.validate(JsonParser.parseString(manifest.toString()));
    }
}
