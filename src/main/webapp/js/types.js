/**
 * The shapes of what the hosts send. Nothing here runs; the names are for editors and for readers.
 *
 * @typedef {object} Clocks
 * @property {number} queued milliseconds, at the moment the stage was sent
 * @property {number} pending
 * @property {number} pulling
 * @property {number} running
 * @property {?("queued"|"pending"|"pulling"|"running")} current the one that runs
 *
 * @typedef {object} Failure
 * @property {string} cause by name
 * @property {"user"|"infrastructure"|"configuration"|"quota"|"cancelled"} blame
 * @property {string} message
 * @property {string} remedy
 * @property {?number} exitCode
 * @property {string[]} evidence
 *
 * @typedef {object} Attempt
 * @property {number} number from 1
 * @property {string} job
 * @property {string} pod
 * @property {string} node
 * @property {Clocks} clocks
 * @property {?string} begunAt when it got its slot's clock going
 * @property {?string} startedAt
 * @property {boolean} ended
 * @property {?Failure} failure
 * @property {?string} waiting
 * @property {number} logLines
 * @property {number} logGaps
 * @property {boolean} logComplete
 * @property {boolean} hasLog
 *
 * @typedef {object} Stage
 * @property {string} name
 * @property {string[]} needs
 * @property {string} phase
 * @property {?string} status
 * @property {Clocks} clocks
 * @property {Attempt[]} attempts
 * @property {number} maxAttempts
 * @property {?Failure} failure
 * @property {string} reason
 * @property {?string} waiting
 * @property {?string} retryAt
 * @property {Object<string, string>} outputs
 * @property {?string} startedAt
 * @property {?string} endedAt
 * @property {number} durationMillis
 * @property {string} [parent] name of the group it is an instance of
 * @property {string} [label] its short name within that group
 * @property {"job"|"matrix"|"forEach"|"uses"} [kind]
 * @property {boolean} [finally]
 * @property {?string} [takenFrom] id of the run whose result it took over
 * @property {number} at set here: when it was received, by performance.now()
 *
 * @typedef {object} Run
 * @property {string} id
 * @property {string} name
 * @property {number} seq
 * @property {"RUNNING"|"STOPPING"|"ENDED"} phase
 * @property {?string} status
 * @property {string} message
 * @property {string} now the controller's clock when this was sent
 * @property {string} startedAt
 * @property {?string} endedAt
 * @property {number} durationMillis
 * @property {Object<string, *>} params
 * @property {number} maxParallel
 * @property {{failure: Failure, stages: string[], total: number}[]} failures
 * @property {?{connected: boolean, lastHeard: ?string, trouble: ?string}} health
 * @property {string[]} actions what whoever looks may do: cancel, rerun, retry
 * @property {boolean} abandoned whether nothing drives it though it has not ended
 *
 * @typedef {object} Group
 * @property {string} id
 * @property {string} label
 * @property {"matrix"|"forEach"|"uses"|"alike"|"layer"} kind
 * @property {string[]} members
 * @property {boolean} exact whether all members have the same needs and the same dependents
 * @property {?string} parent id of the group around it
 *
 * @typedef {object} Node
 * @property {string} id
 * @property {"stage"|"group"|"box"|"open"|"join"} kind
 * @property {string[]} [inside] names of the stages in a box
 * @property {string} [box] id of the box that a stage stands in
 * @property {?Stage} stage
 * @property {?Group} group
 *
 * @typedef {object} Placed
 * @property {Object<string, {x: number, y: number}>} at centres of the nodes, by id
 * @property {{from: string, to: string, points: {x: number, y: number}[]}[]} edges
 * @property {number} width
 * @property {number} height
 */
export {};
