package org.billinggroups.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.billinggroups.account.Accounts;
import org.billinggroups.account.BillingDetails;
import org.billinggroups.account.BillingGroups;
import org.billinggroups.account.ChangeRequests;
import org.billinggroups.account.GroupField;
import org.billinggroups.account.Projects;
import org.billinggroups.file.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Asks at the terminal for what {@code group create} was not given: the name, the billing details or a group to copy
 * them from, and the projects. A wrong answer is reported at once and asked again.
 */
@Component
record GroupQuestions(Terminal terminal, Output output, ChangeRequests requests, Accounts accounts,
        BillingGroups groups, Projects projects) {
    private static final Map<GroupField, String> DETAILS = new LinkedHashMap<>();

    static {
        DETAILS.put(GroupField.COMPANY, "Company");
        DETAILS.put(GroupField.ADDRESS_LINES, "Address line");
        DETAILS.put(GroupField.ZIP_CODE, "Postal code");
        DETAILS.put(GroupField.CITY, "City");
        DETAILS.put(GroupField.STATE, "State or region (may be empty)");
        DETAILS.put(GroupField.COUNTRY_CODE, "Country code, such as DE");
        DETAILS.put(GroupField.VAT_ID, "VAT id (may be empty)");
        DETAILS.put(GroupField.CURRENCY, "Currency [USD]");
        DETAILS.put(GroupField.BILLING_EMAILS, "E-mail that gets the invoice");
    }

    /**
     * What is known of the group to create.
     *
     * @param fields values by field of the apply file
     * @param projects null where nothing was said of them
     */
    record Answers(@Nullable String account, Map<String, List<String>> fields, @Nullable String copyFrom,
            @Nullable List<String> projects) {}

    /** The answers given, with those to the questions that are left; unchanged where nobody can be asked. */
    Answers complete(Answers given) {
        if (!terminal.canAsk()) {
            return given;
        }
        var account = given.account();
        if (account == null && accounts.list(false).size() != 1) {
            account = valid("Account", false, accounts::resolveLive);
        }
        Map<String, List<String>> fields = new LinkedHashMap<>(given.fields());
        if (!fields.containsKey("name")) {
            askFor("name", false, "Name", true, fields);
        }
        var copyFrom = given.copyFrom();
        boolean detailsGiven = DETAILS.keySet().stream().anyMatch(field -> fields.containsKey(field.key()));
        if (copyFrom == null && !detailsGiven) {
            copyFrom = valid("Copy billing details from group (empty: enter them)", true, groups::resolve);
            if (copyFrom == null) {
                DETAILS.forEach((field, question) -> askFor(field.key(), field.isList(), question, false, fields));
            }
        }
        return new Answers(account, fields, copyFrom, given.projects() == null ? askForProjects() : given.projects());
    }

    /** Shows the billing details that the group will have, and what is missing to invoice it. */
    void summarise(Answers answers) {
        answers.fields().forEach((field, values) -> output
                .message("  %-24s%s".formatted(field.replace('_', ' '), String.join(", ", values)).stripTrailing()));
        if (answers.copyFrom() != null) {
            output.message("  other details           copied from " + answers.copyFrom());
            return;
        }
        var missing = BillingDetails.unknown().missingForInvoice().stream()
                .filter(field -> !answers.fields().containsKey(field)).toList();
        if (!missing.isEmpty()) {
            output.message("  it cannot be invoiced before it has: " + String.join(", ", missing));
        }
    }

    private void askFor(String field, boolean isList, String question, boolean required,
            Map<String, List<String>> fields) {
        List<String> values = new ArrayList<>();
        while (true) {
            var answer = terminal.ask(question + (isList && !values.isEmpty() ? " (empty: no more)" : "") + ":");
            if (answer.isEmpty() && !required) {
                break;
            }
            List<String> candidate = new ArrayList<>(values);
            candidate.add(answer);
            var problems = answer.isEmpty()
                    ? List.of("expected a text")
                    : requests.problemsOf(Map.of(field, candidate));
            problems.forEach(problem -> output.error("  " + problem));
            if (problems.isEmpty()) {
                values = candidate;
                if (!isList) {
                    break;
                }
            }
        }
        if (!values.isEmpty()) {
            fields.put(field, values);
        }
    }

    private List<String> askForProjects() {
        while (true) {
            var answer = terminal.ask("Projects, separated by blanks (may be empty):");
            var ids = Arrays.stream(answer.split("[\\s,]+")).filter(id -> !id.isEmpty()).toList();
            try {
                return ids.stream().map(id -> projects.resolveLive(id).project().id()).toList();
            } catch (RefusedException e) {
                output.error("  " + e.getMessage());
            }
        }
    }

    private interface Lookup {
        Object find(String reference);
    }

    private @Nullable String valid(String question, boolean mayBeEmpty, Lookup lookup) {
        while (true) {
            var answer = terminal.ask(question + ":");
            if (answer.isEmpty() && mayBeEmpty) {
                return null;
            }
            try {
                lookup.find(answer);
                return answer;
            } catch (RefusedException e) {
                output.error("  " + e.getMessage());
            }
        }
    }
}
