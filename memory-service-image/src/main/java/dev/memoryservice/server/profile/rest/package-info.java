/** The user profile over REST. */
package dev.memoryservice.server.profile.rest;
