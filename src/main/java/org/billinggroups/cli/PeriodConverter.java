package org.billinggroups.cli;

import org.billinggroups.period.BillingPeriod;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a billing period from the command line. */
final class PeriodConverter implements ITypeConverter<BillingPeriod> {
    @Override
    public BillingPeriod convert(String text) {
        try {
            return BillingPeriod.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
