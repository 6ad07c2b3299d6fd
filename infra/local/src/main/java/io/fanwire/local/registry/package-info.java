/**
 * A durable schema registry for local mode that speaks Confluent's REST protocol, Avro only.
 *
 * <pre>
 *   HTTP → RegistryServer → RegistryRoutes → RegistrySubjects, RegistryVersions, RegistryLevels → RegistryState
 *                                                            │ RegistryRecord                        ▲ applied
 *                                                            └──▶ RegistryTopic ──▶ _schemas ────────┘
 * </pre>
 *
 * What was read from the topic is the only truth: a write is answered when its own record came back.
 */
@NullMarked
package io.fanwire.local.registry;

import org.jspecify.annotations.NullMarked;
