package io.breaker.spring.dashboard;

/**
 * One instance of one policy as the page gets it.
 *
 * @param id its policy and its name
 * @param json what there is to show
 */
record Tile(String id, String json) {}
