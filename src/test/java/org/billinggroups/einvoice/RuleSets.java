package org.billinggroups.einvoice;

import com.helger.diver.api.coord.DVRCoordinate;
import com.helger.phive.api.execute.ValidationExecutionManager;
import com.helger.phive.api.executorset.IValidationExecutorSet;
import com.helger.phive.api.executorset.ValidationExecutorSetRegistry;
import com.helger.phive.api.validity.IValidityDeterminator;
import com.helger.phive.en16931.EN16931Validation;
import com.helger.phive.peppol.PeppolValidation;
import com.helger.phive.xml.source.IValidationSourceXML;
import com.helger.phive.xml.source.ValidationSourceXML;
import com.helger.phive.xrechnung.XRechnungValidation;
import com.helger.xml.serialize.read.DOMReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.billinggroups.account.EInvoice;

/** The rules of the standard, of Peppol and of XRechnung, in the newest sets that are published. */
public final class RuleSets {
    private static final ValidationExecutorSetRegistry<IValidationSourceXML> ALL = all();

    private RuleSets() {}

    /** What the rules of a form say against a document: errors and warnings, each with its level in front. */
    public static List<String> complaints(EInvoice form, boolean creditNote, byte[] xml) {
        var source = ValidationSourceXML.create("invoice", DOMReader.readXMLDOM(xml));
        var results = ValidationExecutionManager.executeValidation(IValidityDeterminator.createDefault(),
                ALL.getOfID(of(form, creditNote)), source);
        if (results.size() < 2) {
            throw new IllegalStateException("schema and rules expected, found " + results.size());
        }
        List<String> complaints = new ArrayList<>();
        results.forEach(result -> result.getErrorList().getAllFailures().forEach(error -> complaints.add(
                error.getErrorLevel().getID() + " " + error.getErrorID() + " " + error.getErrorText(Locale.ENGLISH))));
        return complaints;
    }

    /** The newest set that judges a form. */
    public static DVRCoordinate of(EInvoice form, boolean creditNote) {
        var prefix = switch (form) {
            case PEPPOL -> "eu.peppol.bis3:" + (creditNote ? "creditnote:" : "invoice:");
            case XRECHNUNG -> "de.xrechnung:" + (creditNote ? "ubl-creditnote:" : "ubl-invoice:");
            case XRECHNUNG_CII -> "de.xrechnung:cii:";
            default -> "eu.cen.en16931:cii:";
        };
        return ALL.getAll().stream().map(IValidationExecutorSet::getID)
                .filter(id -> id.getAsSingleID().startsWith(prefix)).max(Comparator.naturalOrder()).orElseThrow();
    }

    private static ValidationExecutorSetRegistry<IValidationSourceXML> all() {
        var registry = new ValidationExecutorSetRegistry<IValidationSourceXML>();
        EN16931Validation.initEN16931(registry);
        PeppolValidation.initStandard(registry);
        XRechnungValidation.initXRechnung(registry);
        return registry;
    }
}
