/**
 * The operator's own CustomResourceDefinitions, as far as their stored objects are its concern: written anew in the version
 * that is stored now, so that an old version can go one day.
 */
package dev.memoryservice.operator.definition;
