package io.jenkins.plugins.k8sdag.page;

import java.util.List;

/**
 * Where a text was found in a log.
 *
 * @param hits numbers of lines, from 0, in their order
 * @param more whether there are more than are told
 */
public record LogHits(List<Long> hits, boolean more) {}
