/**
 * The pages for people: the dashboard, the interactive documentation of the API, and its overview. They are public
 * static files; every figure and text on them is fetched from the API with the key that the reader enters.
 */
package dev.memoryservice.server.dashboard;
