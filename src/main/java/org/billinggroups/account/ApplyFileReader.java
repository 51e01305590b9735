package org.billinggroups.account;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.billinggroups.account.Declaration.DeclaredAccount;
import org.billinggroups.account.Declaration.DeclaredProject;
import org.billinggroups.account.Declaration.DeclaredSeller;
import org.billinggroups.file.InputProblem;
import org.billinggroups.file.InputProblems;
import org.billinggroups.file.InvalidInputException;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads an apply file: YAML with the keys {@code seller}, {@code accounts}, {@code projects} (those without an account)
 * and {@code tax_rates}. Every scalar is read as text and parsed by its field's rule; unknown keys are refused; all
 * problems are reported at once. Long lists are read item by item, without a tree of the file.
 */
final class ApplyFileReader {
    private static final int MAX_CHARACTERS = 256 << 20;
    private static final Set<String> ROOT_KEYS = Set.of("seller", "accounts", "projects", "tax_rates");
    private static final Set<String> ACCOUNT_KEYS = Set.of("id", "name", "billing_groups", "projects");
    private static final Set<String> PROJECT_KEYS = Set.of("id", "name", "billing_group", "tags");
    private static final Set<String> TAX_RATE_KEYS = Set.of("country_code", "tax_class", "rate", "valid_from");

    private final String file;
    private final InputProblems problems = new InputProblems();

    private ApplyFileReader(String file) {
        this.file = file;
    }

    /**
     * Reads the file.
     *
     * @throws InvalidInputException with everything that is wrong in it
     */
    static Declaration read(Path path) {
        var reader = new ApplyFileReader(path.toString());
        var declaration = reader.declaration(reader.compose(path));
        reader.problems.requireNone();
        return declaration;
    }

    private Node compose(Path path) {
        var options = new LoaderOptions();
        options.setCodePointLimit(MAX_CHARACTERS);
        options.setAllowRecursiveKeys(false);
        Map<List<String>, Function<YamlMapping, ?>> items = Map.of(List.of("accounts"), this::account,
                List.of("accounts", "billing_groups"), GroupFields::read,
                List.of("accounts", "projects"), this::project,
                List.of("projects"), this::project,
                List.of("tax_rates"), this::taxRate);
        try (var text = new YamlText(file, Files.newBufferedReader(path, StandardCharsets.UTF_8))) {
            var node = new YamlItems(file, text, options, items).getSingleNode();
            if (node == null) {
                throw new InvalidInputException(
                        InputProblem.ofFile(file, "is empty: expected seller, accounts or tax_rates"));
            }
            return node;
        } catch (MarkedYAMLException e) {
            var line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            throw new InvalidInputException(new InputProblem(file, line, "", "", "is not YAML: " + e.getProblem()));
        } catch (YAMLException e) {
            throw new InvalidInputException(switch (e.getCause()) {
                case CharacterCodingException encoding -> InputProblem.ofFile(file, "is not UTF-8 text");
                case IOException unreadable -> InputProblem.ofUnreadable(file, unreadable);
                case null, default -> InputProblem.ofFile(file, "is not YAML: " + e.getMessage());
            });
        } catch (CharacterCodingException e) {
            throw new InvalidInputException(InputProblem.ofFile(file, "is not UTF-8 text"));
        } catch (IOException e) {
            throw new InvalidInputException(InputProblem.ofUnreadable(file, e));
        }
    }

    private Declaration declaration(Node node) {
        var root = new YamlMapping(file, node, problems::add).allow(ROOT_KEYS);
        var seller = root.mapping("seller");
        return new Declaration(
                seller == null ? null : seller(seller),
                root.mappings("accounts", this::account),
                root.mappings("projects", this::project),
                root.mappings("tax_rates", this::taxRate),
                List.of(), List.of());
    }

    private @Nullable DeclaredSeller seller(YamlMapping yaml) {
        var id = yaml.required("id", FieldRules.text(64));
        var fields = SellerField.readAll(yaml);
        return id == null ? null : new DeclaredSeller(yaml.place(), id, fields);
    }

    private @Nullable DeclaredAccount account(YamlMapping yaml) {
        yaml.allow(ACCOUNT_KEYS);
        var id = yaml.required("id", FieldRules.text(64));
        var name = yaml.isCleared("name") ? id : yaml.value("name", FieldRules.text(255));
        var groups = yaml.mappings("billing_groups", GroupFields::read);
        var projects = yaml.mappings("projects", this::project);
        return id == null ? null : new DeclaredAccount(yaml.place(), id, name, groups, projects);
    }

    private @Nullable DeclaredProject project(YamlMapping yaml) {
        yaml.allow(PROJECT_KEYS);
        var id = yaml.required("id", FieldRules.text(255));
        var name = yaml.isCleared("name") ? "" : yaml.value("name", FieldRules.text(255));
        var group = yaml.value("billing_group", FieldRules.text(128));
        return id == null ? null : new DeclaredProject(yaml.place(), id, name, group, null, tags(yaml));
    }

    private @Nullable Tags tags(YamlMapping project) {
        var yaml = project.mapping("tags");
        if (yaml == null) {
            return project.isCleared("tags") ? Tags.NONE : null;
        }
        Map<String, String> tags = new LinkedHashMap<>();
        for (var key : yaml.keys()) {
            var value = yaml.value(key, FieldRules::tagValue);
            yaml.check("tags", key, FieldRules::tagName);
            tags.put(key, value == null ? "" : value);
        }
        project.check("tags", tags, FieldRules::tags);
        return Tags.of(tags);
    }

    private @Nullable TaxRate taxRate(YamlMapping yaml) {
        yaml.allow(TAX_RATE_KEYS);
        var country = yaml.required("country_code", FieldRules::countryCode);
        var rate = yaml.required("rate", FieldRules.percent(100));
        var validFrom = yaml.required("valid_from", FieldRules::date);
        Function<String, String> name = FieldRules.text(32);
        var taxClass = yaml.value("tax_class", name);
        return country == null || rate == null || validFrom == null
                ? null
                : new TaxRate(country, taxClass == null ? TaxRate.STANDARD : taxClass, validFrom,
                        rate.signum() == 0 ? BigDecimal.ZERO : rate);
    }
}
