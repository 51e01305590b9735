package org.billinggroups.run;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.billinggroups.file.RefusedException;
import org.jspecify.annotations.Nullable;

/**
 * How a run writes its invoices in the form that tools for cloud costs read, the FinOps Open Cost and Usage
 * Specification (FOCUS).
 *
 * @param categories the category of each service that is set to have one, by the service's name, whose capitals do not
 *        matter: settings in the environment have none
 */
public record FocusRules(Map<String, String> categories) {
    /** The category of what is in no other. */
    public static final String OTHER = "Other";

    /** The categories of services in FOCUS 1.2. */
    static final List<String> CATEGORIES = List.of("AI and Machine Learning", "Analytics", "Business Applications",
            "Compute", "Databases", "Developer Tools", "Identity", "Integration", "Internet of Things",
            "Management and Governance", "Media", "Migration", "Mobile", "Multicloud", "Networking", "Security",
            "Storage", "Web", OTHER);

    /** Keeps the services in order. */
    public FocusRules {
        Map<String, String> ordered = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        ordered.putAll(categories);
        categories = ordered;
    }

    /**
     * What is set.
     *
     * @throws RefusedException if a category is none
     */
    static FocusRules of(Map<String, String> settings) {
        settings.forEach((service, category) -> {
            if (!CATEGORIES.contains(category)) {
                throw new RefusedException("billing.focus.service-category." + service + " '" + category
                        + "': expected one of " + String.join(", ", CATEGORIES));
            }
        });
        return new FocusRules(settings);
    }

    /** The category of a service. */
    public String category(@Nullable String service) {
        return service == null ? OTHER : categories.getOrDefault(service, OTHER);
    }
}
