package org.billinggroups;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The program's entry. */
@SpringBootApplication
public class BillingApplication {
    /** Starts it. */
    public static void main(String[] args) {
        System.exit(SpringApplication.exit(SpringApplication.run(BillingApplication.class, args)));
    }
}
