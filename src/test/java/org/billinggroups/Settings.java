package org.billinggroups;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The settings that the program has besides Spring Boot's. */
public final class Settings {
    private Settings() {}

    /** All settings of the program with their defaults, which may be empty. */
    public static Map<String, String> all() {
        Map<String, String> settings = new TreeMap<>();
        new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("org.billinggroups").stream()
                .filter(type -> type.isAnnotatedWith(ConfigurationProperties.class)).map(JavaClass::reflect)
                .forEach(type -> add(type.getAnnotation(ConfigurationProperties.class).value(), type, settings));
        return settings;
    }

    /** A default is an annotation of the constructor's parameter. */
    private static void add(String prefix, Class<?> record, Map<String, String> settings) {
        var parameters = record.getDeclaredConstructors()[0].getParameters();
        var components = record.getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            var name = prefix + "." + components[i].getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            var type = components[i].getType();
            if (type.isRecord()) {
                add(name, type, settings);
            } else if (type.equals(Map.class)) {
                settings.put(name + ".ACCOUNT", "");
            } else {
                settings.put(name, String.join(",", parameters[i].getAnnotation(DefaultValue.class).value()));
            }
        }
    }
}
