package org.billinggroups.postgres;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * Where a database is and as whom to log in.
 *
 * @param jdbcUrl the address, without credentials
 * @param username the role
 * @param password its password; never printed
 */
public record DatabaseLogin(String jdbcUrl, String username, String password) implements JdbcConnectionDetails {
    @Override
    public String getJdbcUrl() {
        return jdbcUrl;
    }

    @Override
    public String getUsername() {
        return username;
    }

    @Override
    public String getPassword() {
        return password;
    }

    @Override
    public String toString() {
        return username + " at " + jdbcUrl;
    }
}
