/** The pages for people in a real Chromium, against a real server with a real store and the real model. */
package dev.memoryservice.server.dashboard.browser;
