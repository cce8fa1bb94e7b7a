package dev.registrysync.database;

/**
 * The engines that the service runs on.
 */
public enum TestEngine {

	SQLITE, POSTGRESQL

}
