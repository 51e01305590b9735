package org.billinggroups.database;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the embedded database keeps its data.
 *
 * @param dataDir the data folder
 */
@ConfigurationProperties("billing")
record DatabaseSettings(@DefaultValue("./data") Path dataDir) {}
