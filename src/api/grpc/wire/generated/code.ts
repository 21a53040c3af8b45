// SPDX-License-Identifier: Apache-2.0
// Generated from proto/ by scripts/codegen (pbjs); do not edit.
// @ts-nocheck
import $protobuf from "protobufjs/minimal.js";

$protobuf.util.Long = undefined;
$protobuf.configure();

const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError;

const $root = $protobuf.roots["dsmil"] || ($protobuf.roots["dsmil"] = {});

export const dsmil: any = $root.dsmil = (() => {

    const dsmil = {};

    dsmil.communication = (function() {

        const communication = {};

        communication.v1 = (function() {

            const v1 = {};

            v1.EmergencyStopRequest = (function() {

                const EmergencyStopRequest = function (p) {
                    this.affectedDevices = [];
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                EmergencyStopRequest.prototype.reason = "";
                EmergencyStopRequest.prototype.priority = 0;
                EmergencyStopRequest.prototype.triggeredBy = "";
                EmergencyStopRequest.prototype.timestamp = null;
                EmergencyStopRequest.prototype.affectedDevices = $util.emptyArray;

                EmergencyStopRequest.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.reason != null && $Object.hasOwnProperty.call(m, "reason") && m.reason !== "")
                        w.uint32(10).string(m.reason);
                    if (m.priority != null && $Object.hasOwnProperty.call(m, "priority") && m.priority !== 0)
                        w.uint32(16).int32(m.priority);
                    if (m.triggeredBy != null && $Object.hasOwnProperty.call(m, "triggeredBy") && m.triggeredBy !== "")
                        w.uint32(26).string(m.triggeredBy);
                    if (m.timestamp != null && $Object.hasOwnProperty.call(m, "timestamp"))
                        $root.google.protobuf.Timestamp.encode(m.timestamp, w.uint32(34).fork(), q + 1).ldelim();
                    if (m.affectedDevices != null && m.affectedDevices.length) {
                        w.uint32(42).uint32s(m.affectedDevices);
                    }
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                EmergencyStopRequest.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.communication.v1.EmergencyStopRequest();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.reason = v;
                                else
                                    delete m.reason;
                                continue;
                            }
                        case 2: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.priority = v;
                                else
                                    delete m.priority;
                                continue;
                            }
                        case 3: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.triggeredBy = v;
                                else
                                    delete m.triggeredBy;
                                continue;
                            }
                        case 4: {
                                if (u !== 2)
                                    break;
                                m.timestamp = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.timestamp);
                                continue;
                            }
                        case 5: {
                                if (u === 2) {
                                    if (!(m.affectedDevices && m.affectedDevices.length))
                                        m.affectedDevices = [];
                                    r.uint32s(m.affectedDevices);
                                    continue;
                                }
                                if (u !== 0)
                                    break;
                                if (!(m.affectedDevices && m.affectedDevices.length))
                                    m.affectedDevices = [];
                                m.affectedDevices.push(r.uint32());
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return EmergencyStopRequest;
            })();

            v1.EmergencyStopResponse = (function() {

                const EmergencyStopResponse = function (p) {
                    this.trackResults = [];
                    this.missing = [];
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                EmergencyStopResponse.prototype.success = false;
                EmergencyStopResponse.prototype.trackResults = $util.emptyArray;
                EmergencyStopResponse.prototype.errorMessage = "";
                EmergencyStopResponse.prototype.responseTime = null;
                EmergencyStopResponse.prototype.stopEpoch = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
                EmergencyStopResponse.prototype.stopState = 0;
                EmergencyStopResponse.prototype.missing = $util.emptyArray;

                EmergencyStopResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.success != null && $Object.hasOwnProperty.call(m, "success") && m.success !== false)
                        w.uint32(8).bool(m.success);
                    if (m.trackResults != null && m.trackResults.length) {
                        for (var i = 0; i < m.trackResults.length; ++i)
                            $root.dsmil.communication.v1.TrackEmergencyResult.encode(m.trackResults[i], w.uint32(18).fork(), q + 1).ldelim();
                    }
                    if (m.errorMessage != null && $Object.hasOwnProperty.call(m, "errorMessage") && m.errorMessage !== "")
                        w.uint32(26).string(m.errorMessage);
                    if (m.responseTime != null && $Object.hasOwnProperty.call(m, "responseTime"))
                        $root.google.protobuf.Duration.encode(m.responseTime, w.uint32(34).fork(), q + 1).ldelim();
                    if (m.stopEpoch != null && $Object.hasOwnProperty.call(m, "stopEpoch") && (typeof m.stopEpoch === "object" ? m.stopEpoch.low || m.stopEpoch.high : m.stopEpoch !== 0))
                        w.uint32(800).uint64(m.stopEpoch);
                    if (m.stopState != null && $Object.hasOwnProperty.call(m, "stopState") && m.stopState !== 0)
                        w.uint32(808).int32(m.stopState);
                    if (m.missing != null && m.missing.length) {
                        for (var i = 0; i < m.missing.length; ++i)
                            w.uint32(818).string(m.missing[i]);
                    }
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                EmergencyStopResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.communication.v1.EmergencyStopResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 0)
                                    break;
                                if (v = r.bool())
                                    m.success = v;
                                else
                                    delete m.success;
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                if (!(m.trackResults && m.trackResults.length))
                                    m.trackResults = [];
                                m.trackResults.push($root.dsmil.communication.v1.TrackEmergencyResult.decode(r, r.size(), $undefined, q + 1));
                                continue;
                            }
                        case 3: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.errorMessage = v;
                                else
                                    delete m.errorMessage;
                                continue;
                            }
                        case 4: {
                                if (u !== 2)
                                    break;
                                m.responseTime = $root.google.protobuf.Duration.decode(r, r.size(), $undefined, q + 1, m.responseTime);
                                continue;
                            }
                        case 100: {
                                if (u !== 0)
                                    break;
                                if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
                                    m.stopEpoch = v;
                                else
                                    delete m.stopEpoch;
                                continue;
                            }
                        case 101: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.stopState = v;
                                else
                                    delete m.stopState;
                                continue;
                            }
                        case 102: {
                                if (u !== 2)
                                    break;
                                if (!(m.missing && m.missing.length))
                                    m.missing = [];
                                m.missing.push(r.stringVerify());
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return EmergencyStopResponse;
            })();

            v1.EmergencyPriority = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "EMERGENCY_PRIORITY_UNSPECIFIED"] = 0;
                values[valuesById[1] = "EMERGENCY_PRIORITY_PRECAUTIONARY"] = 1;
                values[valuesById[2] = "EMERGENCY_PRIORITY_URGENT"] = 2;
                values[valuesById[3] = "EMERGENCY_PRIORITY_IMMEDIATE"] = 3;
                return values;
            })();

            v1.TrackEmergencyResult = (function() {

                const TrackEmergencyResult = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                TrackEmergencyResult.prototype.track = 0;
                TrackEmergencyResult.prototype.acknowledged = false;
                TrackEmergencyResult.prototype.responseTime = null;
                TrackEmergencyResult.prototype.errorMessage = "";

                TrackEmergencyResult.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.track != null && $Object.hasOwnProperty.call(m, "track") && m.track !== 0)
                        w.uint32(8).int32(m.track);
                    if (m.acknowledged != null && $Object.hasOwnProperty.call(m, "acknowledged") && m.acknowledged !== false)
                        w.uint32(16).bool(m.acknowledged);
                    if (m.responseTime != null && $Object.hasOwnProperty.call(m, "responseTime"))
                        $root.google.protobuf.Duration.encode(m.responseTime, w.uint32(26).fork(), q + 1).ldelim();
                    if (m.errorMessage != null && $Object.hasOwnProperty.call(m, "errorMessage") && m.errorMessage !== "")
                        w.uint32(34).string(m.errorMessage);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                TrackEmergencyResult.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.communication.v1.TrackEmergencyResult();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.track = v;
                                else
                                    delete m.track;
                                continue;
                            }
                        case 2: {
                                if (u !== 0)
                                    break;
                                if (v = r.bool())
                                    m.acknowledged = v;
                                else
                                    delete m.acknowledged;
                                continue;
                            }
                        case 3: {
                                if (u !== 2)
                                    break;
                                m.responseTime = $root.google.protobuf.Duration.decode(r, r.size(), $undefined, q + 1, m.responseTime);
                                continue;
                            }
                        case 4: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.errorMessage = v;
                                else
                                    delete m.errorMessage;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return TrackEmergencyResult;
            })();

            v1.StopState = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "STOP_STATE_UNSPECIFIED"] = 0;
                values[valuesById[1] = "STOP_STATE_RUN"] = 1;
                values[valuesById[2] = "STOP_STATE_STOPPING"] = 2;
                values[valuesById[3] = "STOP_STATE_LATCHED"] = 3;
                values[valuesById[4] = "STOP_STATE_LATCHED_DEGRADED"] = 4;
                values[valuesById[5] = "STOP_STATE_RESET_PENDING"] = 5;
                values[valuesById[6] = "STOP_STATE_READY"] = 6;
                return values;
            })();

            v1.OperationType = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "OPERATION_UNKNOWN"] = 0;
                values[valuesById[1] = "OPERATION_READ"] = 1;
                values[valuesById[2] = "OPERATION_WRITE"] = 2;
                values[valuesById[3] = "OPERATION_CONFIG"] = 3;
                values[valuesById[4] = "OPERATION_RESET"] = 4;
                values[valuesById[5] = "OPERATION_ACTIVATE"] = 5;
                values[valuesById[6] = "OPERATION_DEACTIVATE"] = 6;
                values[valuesById[7] = "OPERATION_EMERGENCY_STOP"] = 7;
                return values;
            })();

            v1.RiskLevel = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "RISK_UNKNOWN"] = 0;
                values[valuesById[1] = "RISK_SAFE"] = 1;
                values[valuesById[2] = "RISK_LOW"] = 2;
                values[valuesById[3] = "RISK_MODERATE"] = 3;
                values[valuesById[4] = "RISK_HIGH"] = 4;
                values[valuesById[5] = "RISK_CRITICAL"] = 5;
                values[valuesById[6] = "RISK_QUARANTINED"] = 6;
                return values;
            })();

            v1.CoordinationResult = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "COORDINATION_UNKNOWN"] = 0;
                values[valuesById[1] = "COORDINATION_SUCCESS"] = 1;
                values[valuesById[2] = "COORDINATION_DENIED"] = 2;
                values[valuesById[3] = "COORDINATION_FAILED"] = 3;
                values[valuesById[4] = "COORDINATION_EMERGENCY_STOPPED"] = 4;
                return values;
            })();

            v1.ClearanceLevel = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "CLEARANCE_NONE"] = 0;
                values[valuesById[1] = "CLEARANCE_RESTRICTED"] = 1;
                values[valuesById[2] = "CLEARANCE_CONFIDENTIAL"] = 2;
                values[valuesById[3] = "CLEARANCE_SECRET"] = 3;
                values[valuesById[4] = "CLEARANCE_TOP_SECRET"] = 4;
                values[valuesById[5] = "CLEARANCE_SCI"] = 5;
                values[valuesById[6] = "CLEARANCE_SAP"] = 6;
                values[valuesById[7] = "CLEARANCE_COSMIC"] = 7;
                return values;
            })();

            v1.EventType = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "EVENT_UNKNOWN"] = 0;
                values[valuesById[1] = "EVENT_DEVICE_STATE_CHANGED"] = 1;
                values[valuesById[2] = "EVENT_OPERATION_COMPLETED"] = 2;
                values[valuesById[3] = "EVENT_SECURITY_ALERT"] = 3;
                values[valuesById[4] = "EVENT_SYSTEM_STATUS_CHANGED"] = 4;
                values[valuesById[5] = "EVENT_EMERGENCY_STOP"] = 5;
                values[valuesById[6] = "EVENT_AUDIT_ENTRY_CREATED"] = 6;
                values[valuesById[7] = "EVENT_PERFORMANCE_THRESHOLD"] = 7;
                return values;
            })();

            v1.EventSeverity = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "SEVERITY_UNKNOWN"] = 0;
                values[valuesById[1] = "SEVERITY_INFO"] = 1;
                values[valuesById[2] = "SEVERITY_WARNING"] = 2;
                values[valuesById[3] = "SEVERITY_ERROR"] = 3;
                values[valuesById[4] = "SEVERITY_CRITICAL"] = 4;
                values[valuesById[5] = "SEVERITY_EMERGENCY"] = 5;
                return values;
            })();

            v1.TrackSource = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "TRACK_UNKNOWN"] = 0;
                values[valuesById[1] = "TRACK_KERNEL"] = 1;
                values[valuesById[2] = "TRACK_SECURITY"] = 2;
                values[valuesById[3] = "TRACK_INTERFACE"] = 3;
                values[valuesById[4] = "TRACK_ORCHESTRATOR"] = 4;
                return values;
            })();

            v1.EventPublishRequest = (function() {

                const EventPublishRequest = function (p) {
                    this.eventData = {};
                    this.compartments = [];
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                EventPublishRequest.prototype.eventType = 0;
                EventPublishRequest.prototype.severity = 0;
                EventPublishRequest.prototype.sourceTrack = 0;
                EventPublishRequest.prototype.eventData = $util.emptyObject;
                EventPublishRequest.prototype.timestamp = null;
                EventPublishRequest.prototype.deviceId = 0;
                EventPublishRequest.prototype.clearance = 0;
                EventPublishRequest.prototype.compartments = $util.emptyArray;
                EventPublishRequest.prototype.topic = "";

                EventPublishRequest.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.eventType != null && $Object.hasOwnProperty.call(m, "eventType") && m.eventType !== 0)
                        w.uint32(8).int32(m.eventType);
                    if (m.severity != null && $Object.hasOwnProperty.call(m, "severity") && m.severity !== 0)
                        w.uint32(16).int32(m.severity);
                    if (m.sourceTrack != null && $Object.hasOwnProperty.call(m, "sourceTrack") && m.sourceTrack !== 0)
                        w.uint32(24).int32(m.sourceTrack);
                    if (m.eventData != null && $Object.hasOwnProperty.call(m, "eventData")) {
                        for (var ks = $Object.keys(m.eventData), i = 0; i < ks.length; ++i) {
                            w.uint32(34).fork().uint32(10).string(ks[i]).uint32(18).string(m.eventData[ks[i]]).ldelim();
                        }
                    }
                    if (m.timestamp != null && $Object.hasOwnProperty.call(m, "timestamp"))
                        $root.google.protobuf.Timestamp.encode(m.timestamp, w.uint32(42).fork(), q + 1).ldelim();
                    if (m.deviceId != null && $Object.hasOwnProperty.call(m, "deviceId") && m.deviceId !== 0)
                        w.uint32(48).uint32(m.deviceId);
                    if (m.clearance != null && $Object.hasOwnProperty.call(m, "clearance") && m.clearance !== 0)
                        w.uint32(56).int32(m.clearance);
                    if (m.compartments != null && m.compartments.length) {
                        for (var i = 0; i < m.compartments.length; ++i)
                            w.uint32(66).string(m.compartments[i]);
                    }
                    if (m.topic != null && $Object.hasOwnProperty.call(m, "topic") && m.topic !== "")
                        w.uint32(74).string(m.topic);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                EventPublishRequest.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, k, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.communication.v1.EventPublishRequest();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.eventType = v;
                                else
                                    delete m.eventType;
                                continue;
                            }
                        case 2: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.severity = v;
                                else
                                    delete m.severity;
                                continue;
                            }
                        case 3: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.sourceTrack = v;
                                else
                                    delete m.sourceTrack;
                                continue;
                            }
                        case 4: {
                                if (u !== 2)
                                    break;
                                if (m.eventData === $util.emptyObject)
                                    m.eventData = {};
                                var c2 = r.size() + r.pos;
                                if (c2 > r.len)
                                    throw $RangeError("index out of range");
                                r.len = c2;
                                k = "";
                                v = "";
                                while (r.pos < c2) {
                                    var t2 = r.tag();
                                    u = t2 & 7;
                                    switch (t2 >>>= 3) {
                                    case 1:
                                        if (u !== 2)
                                            break;
                                        k = r.stringVerify();
                                        continue;
                                    case 2:
                                        if (u !== 2)
                                            break;
                                        v = r.stringVerify();
                                        continue;
                                    }
                                    r.skipType(u, q, t2);
                                }
                                if (r.pos !== c2)
                                    throw $RangeError("index out of range");
                                r.len = c;
                                if (k === "__proto__")
                                    $util.makeProp(m.eventData, k);
                                m.eventData[k] = v;
                                continue;
                            }
                        case 5: {
                                if (u !== 2)
                                    break;
                                m.timestamp = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.timestamp);
                                continue;
                            }
                        case 6: {
                                if (u !== 0)
                                    break;
                                if (v = r.uint32())
                                    m.deviceId = v;
                                else
                                    delete m.deviceId;
                                continue;
                            }
                        case 7: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.clearance = v;
                                else
                                    delete m.clearance;
                                continue;
                            }
                        case 8: {
                                if (u !== 2)
                                    break;
                                if (!(m.compartments && m.compartments.length))
                                    m.compartments = [];
                                m.compartments.push(r.stringVerify());
                                continue;
                            }
                        case 9: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.topic = v;
                                else
                                    delete m.topic;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return EventPublishRequest;
            })();

            v1.EventPublishResponse = (function() {

                const EventPublishResponse = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                EventPublishResponse.prototype.subject = "";
                EventPublishResponse.prototype.acceptedAt = null;
                EventPublishResponse.prototype.delivery = 0;

                EventPublishResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.subject != null && $Object.hasOwnProperty.call(m, "subject") && m.subject !== "")
                        w.uint32(10).string(m.subject);
                    if (m.acceptedAt != null && $Object.hasOwnProperty.call(m, "acceptedAt"))
                        $root.google.protobuf.Timestamp.encode(m.acceptedAt, w.uint32(18).fork(), q + 1).ldelim();
                    if (m.delivery != null && $Object.hasOwnProperty.call(m, "delivery") && m.delivery !== 0)
                        w.uint32(24).int32(m.delivery);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                EventPublishResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.communication.v1.EventPublishResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.subject = v;
                                else
                                    delete m.subject;
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                m.acceptedAt = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.acceptedAt);
                                continue;
                            }
                        case 3: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.delivery = v;
                                else
                                    delete m.delivery;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return EventPublishResponse;
            })();

            v1.EventSubscriptionRequest = (function() {

                const EventSubscriptionRequest = function (p) {
                    this.subjects = [];
                    this.eventTypes = [];
                    this.sourceTracks = [];
                    this.deviceIds = [];
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                EventSubscriptionRequest.prototype.subjects = $util.emptyArray;
                EventSubscriptionRequest.prototype.eventTypes = $util.emptyArray;
                EventSubscriptionRequest.prototype.minSeverity = 0;
                EventSubscriptionRequest.prototype.sourceTracks = $util.emptyArray;
                EventSubscriptionRequest.prototype.deviceIds = $util.emptyArray;
                EventSubscriptionRequest.prototype.cursor = "";
                EventSubscriptionRequest.prototype.start = 0;
                EventSubscriptionRequest.prototype.label = "";
                EventSubscriptionRequest.prototype.bookmarkInterval = null;

                EventSubscriptionRequest.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.subjects != null && m.subjects.length) {
                        for (var i = 0; i < m.subjects.length; ++i)
                            w.uint32(10).string(m.subjects[i]);
                    }
                    if (m.eventTypes != null && m.eventTypes.length) {
                        w.uint32(18).int32s(m.eventTypes);
                    }
                    if (m.minSeverity != null && $Object.hasOwnProperty.call(m, "minSeverity") && m.minSeverity !== 0)
                        w.uint32(24).int32(m.minSeverity);
                    if (m.sourceTracks != null && m.sourceTracks.length) {
                        w.uint32(34).int32s(m.sourceTracks);
                    }
                    if (m.deviceIds != null && m.deviceIds.length) {
                        w.uint32(42).uint32s(m.deviceIds);
                    }
                    if (m.cursor != null && $Object.hasOwnProperty.call(m, "cursor") && m.cursor !== "")
                        w.uint32(50).string(m.cursor);
                    if (m.start != null && $Object.hasOwnProperty.call(m, "start") && m.start !== 0)
                        w.uint32(56).int32(m.start);
                    if (m.label != null && $Object.hasOwnProperty.call(m, "label") && m.label !== "")
                        w.uint32(66).string(m.label);
                    if (m.bookmarkInterval != null && $Object.hasOwnProperty.call(m, "bookmarkInterval"))
                        $root.google.protobuf.Duration.encode(m.bookmarkInterval, w.uint32(74).fork(), q + 1).ldelim();
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                EventSubscriptionRequest.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.communication.v1.EventSubscriptionRequest();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if (!(m.subjects && m.subjects.length))
                                    m.subjects = [];
                                m.subjects.push(r.stringVerify());
                                continue;
                            }
                        case 2: {
                                if (u === 2) {
                                    if (!(m.eventTypes && m.eventTypes.length))
                                        m.eventTypes = [];
                                    r.int32s(m.eventTypes);
                                    continue;
                                }
                                if (u !== 0)
                                    break;
                                if (!(m.eventTypes && m.eventTypes.length))
                                    m.eventTypes = [];
                                m.eventTypes.push(r.int32());
                                continue;
                            }
                        case 3: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.minSeverity = v;
                                else
                                    delete m.minSeverity;
                                continue;
                            }
                        case 4: {
                                if (u === 2) {
                                    if (!(m.sourceTracks && m.sourceTracks.length))
                                        m.sourceTracks = [];
                                    r.int32s(m.sourceTracks);
                                    continue;
                                }
                                if (u !== 0)
                                    break;
                                if (!(m.sourceTracks && m.sourceTracks.length))
                                    m.sourceTracks = [];
                                m.sourceTracks.push(r.int32());
                                continue;
                            }
                        case 5: {
                                if (u === 2) {
                                    if (!(m.deviceIds && m.deviceIds.length))
                                        m.deviceIds = [];
                                    r.uint32s(m.deviceIds);
                                    continue;
                                }
                                if (u !== 0)
                                    break;
                                if (!(m.deviceIds && m.deviceIds.length))
                                    m.deviceIds = [];
                                m.deviceIds.push(r.uint32());
                                continue;
                            }
                        case 6: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.cursor = v;
                                else
                                    delete m.cursor;
                                continue;
                            }
                        case 7: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.start = v;
                                else
                                    delete m.start;
                                continue;
                            }
                        case 8: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.label = v;
                                else
                                    delete m.label;
                                continue;
                            }
                        case 9: {
                                if (u !== 2)
                                    break;
                                m.bookmarkInterval = $root.google.protobuf.Duration.decode(r, r.size(), $undefined, q + 1, m.bookmarkInterval);
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return EventSubscriptionRequest;
            })();

            v1.EventStart = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "EVENT_START_UNSPECIFIED"] = 0;
                values[valuesById[1] = "EVENT_START_NOW"] = 1;
                values[valuesById[2] = "EVENT_START_OLDEST"] = 2;
                return values;
            })();

            v1.EventNotification = (function() {

                const EventNotification = function (p) {
                    this.eventData = {};
                    this.compartments = [];
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                EventNotification.prototype.eventId = "";
                EventNotification.prototype.eventType = 0;
                EventNotification.prototype.severity = 0;
                EventNotification.prototype.sourceTrack = 0;
                EventNotification.prototype.timestamp = null;
                EventNotification.prototype.eventData = $util.emptyObject;
                EventNotification.prototype.sequenceNumber = 0;
                EventNotification.prototype.cursor = "";
                EventNotification.prototype.subject = "";
                EventNotification.prototype.delivery = 0;
                EventNotification.prototype.conflated = 0;
                EventNotification.prototype.attempt = 0;
                EventNotification.prototype.clearance = 0;
                EventNotification.prototype.compartments = $util.emptyArray;

                EventNotification.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.eventId != null && $Object.hasOwnProperty.call(m, "eventId") && m.eventId !== "")
                        w.uint32(10).string(m.eventId);
                    if (m.eventType != null && $Object.hasOwnProperty.call(m, "eventType") && m.eventType !== 0)
                        w.uint32(16).int32(m.eventType);
                    if (m.severity != null && $Object.hasOwnProperty.call(m, "severity") && m.severity !== 0)
                        w.uint32(24).int32(m.severity);
                    if (m.sourceTrack != null && $Object.hasOwnProperty.call(m, "sourceTrack") && m.sourceTrack !== 0)
                        w.uint32(32).int32(m.sourceTrack);
                    if (m.timestamp != null && $Object.hasOwnProperty.call(m, "timestamp"))
                        $root.google.protobuf.Timestamp.encode(m.timestamp, w.uint32(42).fork(), q + 1).ldelim();
                    if (m.eventData != null && $Object.hasOwnProperty.call(m, "eventData")) {
                        for (var ks = $Object.keys(m.eventData), i = 0; i < ks.length; ++i) {
                            w.uint32(50).fork().uint32(10).string(ks[i]).uint32(18).string(m.eventData[ks[i]]).ldelim();
                        }
                    }
                    if (m.sequenceNumber != null && $Object.hasOwnProperty.call(m, "sequenceNumber") && m.sequenceNumber !== 0)
                        w.uint32(56).uint32(m.sequenceNumber);
                    if (m.cursor != null && $Object.hasOwnProperty.call(m, "cursor") && m.cursor !== "")
                        w.uint32(802).string(m.cursor);
                    if (m.subject != null && $Object.hasOwnProperty.call(m, "subject") && m.subject !== "")
                        w.uint32(810).string(m.subject);
                    if (m.delivery != null && $Object.hasOwnProperty.call(m, "delivery") && m.delivery !== 0)
                        w.uint32(816).int32(m.delivery);
                    if (m.conflated != null && $Object.hasOwnProperty.call(m, "conflated") && m.conflated !== 0)
                        w.uint32(824).uint32(m.conflated);
                    if (m.attempt != null && $Object.hasOwnProperty.call(m, "attempt") && m.attempt !== 0)
                        w.uint32(832).uint32(m.attempt);
                    if (m.clearance != null && $Object.hasOwnProperty.call(m, "clearance") && m.clearance !== 0)
                        w.uint32(840).int32(m.clearance);
                    if (m.compartments != null && m.compartments.length) {
                        for (var i = 0; i < m.compartments.length; ++i)
                            w.uint32(850).string(m.compartments[i]);
                    }
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                EventNotification.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, k, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.communication.v1.EventNotification();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.eventId = v;
                                else
                                    delete m.eventId;
                                continue;
                            }
                        case 2: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.eventType = v;
                                else
                                    delete m.eventType;
                                continue;
                            }
                        case 3: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.severity = v;
                                else
                                    delete m.severity;
                                continue;
                            }
                        case 4: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.sourceTrack = v;
                                else
                                    delete m.sourceTrack;
                                continue;
                            }
                        case 5: {
                                if (u !== 2)
                                    break;
                                m.timestamp = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.timestamp);
                                continue;
                            }
                        case 6: {
                                if (u !== 2)
                                    break;
                                if (m.eventData === $util.emptyObject)
                                    m.eventData = {};
                                var c2 = r.size() + r.pos;
                                if (c2 > r.len)
                                    throw $RangeError("index out of range");
                                r.len = c2;
                                k = "";
                                v = "";
                                while (r.pos < c2) {
                                    var t2 = r.tag();
                                    u = t2 & 7;
                                    switch (t2 >>>= 3) {
                                    case 1:
                                        if (u !== 2)
                                            break;
                                        k = r.stringVerify();
                                        continue;
                                    case 2:
                                        if (u !== 2)
                                            break;
                                        v = r.stringVerify();
                                        continue;
                                    }
                                    r.skipType(u, q, t2);
                                }
                                if (r.pos !== c2)
                                    throw $RangeError("index out of range");
                                r.len = c;
                                if (k === "__proto__")
                                    $util.makeProp(m.eventData, k);
                                m.eventData[k] = v;
                                continue;
                            }
                        case 7: {
                                if (u !== 0)
                                    break;
                                if (v = r.uint32())
                                    m.sequenceNumber = v;
                                else
                                    delete m.sequenceNumber;
                                continue;
                            }
                        case 100: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.cursor = v;
                                else
                                    delete m.cursor;
                                continue;
                            }
                        case 101: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.subject = v;
                                else
                                    delete m.subject;
                                continue;
                            }
                        case 102: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.delivery = v;
                                else
                                    delete m.delivery;
                                continue;
                            }
                        case 103: {
                                if (u !== 0)
                                    break;
                                if (v = r.uint32())
                                    m.conflated = v;
                                else
                                    delete m.conflated;
                                continue;
                            }
                        case 104: {
                                if (u !== 0)
                                    break;
                                if (v = r.uint32())
                                    m.attempt = v;
                                else
                                    delete m.attempt;
                                continue;
                            }
                        case 105: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.clearance = v;
                                else
                                    delete m.clearance;
                                continue;
                            }
                        case 106: {
                                if (u !== 2)
                                    break;
                                if (!(m.compartments && m.compartments.length))
                                    m.compartments = [];
                                m.compartments.push(r.stringVerify());
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return EventNotification;
            })();

            v1.EventDelivery = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "EVENT_DELIVERY_UNSPECIFIED"] = 0;
                values[valuesById[1] = "EVENT_DELIVERY_TELEMETRY"] = 1;
                values[valuesById[2] = "EVENT_DELIVERY_DURABLE"] = 2;
                values[valuesById[3] = "EVENT_DELIVERY_EMERGENCY"] = 3;
                return values;
            })();

            v1.HealthCheckRequest = (function() {

                const HealthCheckRequest = function (p) {
                    this.components = [];
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                HealthCheckRequest.prototype.components = $util.emptyArray;

                HealthCheckRequest.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.components != null && m.components.length) {
                        for (var i = 0; i < m.components.length; ++i)
                            w.uint32(10).string(m.components[i]);
                    }
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                HealthCheckRequest.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.communication.v1.HealthCheckRequest();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if (!(m.components && m.components.length))
                                    m.components = [];
                                m.components.push(r.stringVerify());
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return HealthCheckRequest;
            })();

            v1.HealthCheckResponse = (function() {

                const HealthCheckResponse = function (p) {
                    this.components = [];
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                HealthCheckResponse.prototype.status = 0;
                HealthCheckResponse.prototype.components = $util.emptyArray;
                HealthCheckResponse.prototype.orchestratorState = 0;
                HealthCheckResponse.prototype.stopState = 0;
                HealthCheckResponse.prototype.stopEpoch = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
                HealthCheckResponse.prototype.serverTime = null;
                HealthCheckResponse.prototype.uptime = null;
                HealthCheckResponse.prototype.version = "";

                HealthCheckResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.status != null && $Object.hasOwnProperty.call(m, "status") && m.status !== 0)
                        w.uint32(8).int32(m.status);
                    if (m.components != null && m.components.length) {
                        for (var i = 0; i < m.components.length; ++i)
                            $root.dsmil.communication.v1.ComponentHealth.encode(m.components[i], w.uint32(18).fork(), q + 1).ldelim();
                    }
                    if (m.orchestratorState != null && $Object.hasOwnProperty.call(m, "orchestratorState") && m.orchestratorState !== 0)
                        w.uint32(24).int32(m.orchestratorState);
                    if (m.stopState != null && $Object.hasOwnProperty.call(m, "stopState") && m.stopState !== 0)
                        w.uint32(32).int32(m.stopState);
                    if (m.stopEpoch != null && $Object.hasOwnProperty.call(m, "stopEpoch") && (typeof m.stopEpoch === "object" ? m.stopEpoch.low || m.stopEpoch.high : m.stopEpoch !== 0))
                        w.uint32(40).uint64(m.stopEpoch);
                    if (m.serverTime != null && $Object.hasOwnProperty.call(m, "serverTime"))
                        $root.google.protobuf.Timestamp.encode(m.serverTime, w.uint32(50).fork(), q + 1).ldelim();
                    if (m.uptime != null && $Object.hasOwnProperty.call(m, "uptime"))
                        $root.google.protobuf.Duration.encode(m.uptime, w.uint32(58).fork(), q + 1).ldelim();
                    if (m.version != null && $Object.hasOwnProperty.call(m, "version") && m.version !== "")
                        w.uint32(66).string(m.version);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                HealthCheckResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.communication.v1.HealthCheckResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.status = v;
                                else
                                    delete m.status;
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                if (!(m.components && m.components.length))
                                    m.components = [];
                                m.components.push($root.dsmil.communication.v1.ComponentHealth.decode(r, r.size(), $undefined, q + 1));
                                continue;
                            }
                        case 3: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.orchestratorState = v;
                                else
                                    delete m.orchestratorState;
                                continue;
                            }
                        case 4: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.stopState = v;
                                else
                                    delete m.stopState;
                                continue;
                            }
                        case 5: {
                                if (u !== 0)
                                    break;
                                if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
                                    m.stopEpoch = v;
                                else
                                    delete m.stopEpoch;
                                continue;
                            }
                        case 6: {
                                if (u !== 2)
                                    break;
                                m.serverTime = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.serverTime);
                                continue;
                            }
                        case 7: {
                                if (u !== 2)
                                    break;
                                m.uptime = $root.google.protobuf.Duration.decode(r, r.size(), $undefined, q + 1, m.uptime);
                                continue;
                            }
                        case 8: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.version = v;
                                else
                                    delete m.version;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return HealthCheckResponse;
            })();

            v1.ComponentHealth = (function() {

                const ComponentHealth = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                ComponentHealth.prototype.component = "";
                ComponentHealth.prototype.status = 0;
                ComponentHealth.prototype.reason = "";
                ComponentHealth.prototype.since = null;

                ComponentHealth.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.component != null && $Object.hasOwnProperty.call(m, "component") && m.component !== "")
                        w.uint32(10).string(m.component);
                    if (m.status != null && $Object.hasOwnProperty.call(m, "status") && m.status !== 0)
                        w.uint32(16).int32(m.status);
                    if (m.reason != null && $Object.hasOwnProperty.call(m, "reason") && m.reason !== "")
                        w.uint32(26).string(m.reason);
                    if (m.since != null && $Object.hasOwnProperty.call(m, "since"))
                        $root.google.protobuf.Timestamp.encode(m.since, w.uint32(34).fork(), q + 1).ldelim();
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                ComponentHealth.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.communication.v1.ComponentHealth();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.component = v;
                                else
                                    delete m.component;
                                continue;
                            }
                        case 2: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.status = v;
                                else
                                    delete m.status;
                                continue;
                            }
                        case 3: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.reason = v;
                                else
                                    delete m.reason;
                                continue;
                            }
                        case 4: {
                                if (u !== 2)
                                    break;
                                m.since = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.since);
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return ComponentHealth;
            })();

            v1.HealthStatus = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "HEALTH_STATUS_UNSPECIFIED"] = 0;
                values[valuesById[1] = "HEALTH_STATUS_SERVING"] = 1;
                values[valuesById[2] = "HEALTH_STATUS_RECOVERING"] = 2;
                values[valuesById[3] = "HEALTH_STATUS_DEGRADED"] = 3;
                values[valuesById[4] = "HEALTH_STATUS_FAILED"] = 4;
                return values;
            })();

            v1.OrchestratorState = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "ORCHESTRATOR_STATE_UNSPECIFIED"] = 0;
                values[valuesById[1] = "ORCHESTRATOR_STATE_STARTING"] = 1;
                values[valuesById[2] = "ORCHESTRATOR_STATE_RECOVERING"] = 2;
                values[valuesById[3] = "ORCHESTRATOR_STATE_OPERATIONAL"] = 3;
                values[valuesById[4] = "ORCHESTRATOR_STATE_DEGRADED"] = 4;
                values[valuesById[5] = "ORCHESTRATOR_STATE_EMERGENCY_STOPPED"] = 5;
                values[valuesById[6] = "ORCHESTRATOR_STATE_ENDING"] = 6;
                return values;
            })();

            v1.MetricsRequest = (function() {

                const MetricsRequest = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                MetricsRequest.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                MetricsRequest.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.communication.v1.MetricsRequest();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        r.skipType(t & 7, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return MetricsRequest;
            })();

            v1.MetricsResponse = (function() {

                const MetricsResponse = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                MetricsResponse.prototype.collectedAt = null;
                MetricsResponse.prototype.since = null;
                MetricsResponse.prototype.orchestrator = null;
                MetricsResponse.prototype.synchronization = null;
                MetricsResponse.prototype.sharedMemory = null;
                MetricsResponse.prototype.server = null;

                MetricsResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.collectedAt != null && $Object.hasOwnProperty.call(m, "collectedAt"))
                        $root.google.protobuf.Timestamp.encode(m.collectedAt, w.uint32(10).fork(), q + 1).ldelim();
                    if (m.since != null && $Object.hasOwnProperty.call(m, "since"))
                        $root.google.protobuf.Timestamp.encode(m.since, w.uint32(18).fork(), q + 1).ldelim();
                    if (m.orchestrator != null && $Object.hasOwnProperty.call(m, "orchestrator"))
                        $root.dsmil.communication.v1.OrchestratorMetrics.encode(m.orchestrator, w.uint32(26).fork(), q + 1).ldelim();
                    if (m.synchronization != null && $Object.hasOwnProperty.call(m, "synchronization"))
                        $root.dsmil.communication.v1.SynchronizationMetrics.encode(m.synchronization, w.uint32(34).fork(), q + 1).ldelim();
                    if (m.sharedMemory != null && $Object.hasOwnProperty.call(m, "sharedMemory"))
                        $root.dsmil.communication.v1.SharedMemoryMetrics.encode(m.sharedMemory, w.uint32(42).fork(), q + 1).ldelim();
                    if (m.server != null && $Object.hasOwnProperty.call(m, "server"))
                        $root.dsmil.communication.v1.ServerMetrics.encode(m.server, w.uint32(50).fork(), q + 1).ldelim();
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                MetricsResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.communication.v1.MetricsResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                m.collectedAt = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.collectedAt);
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                m.since = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.since);
                                continue;
                            }
                        case 3: {
                                if (u !== 2)
                                    break;
                                m.orchestrator = $root.dsmil.communication.v1.OrchestratorMetrics.decode(r, r.size(), $undefined, q + 1, m.orchestrator);
                                continue;
                            }
                        case 4: {
                                if (u !== 2)
                                    break;
                                m.synchronization = $root.dsmil.communication.v1.SynchronizationMetrics.decode(r, r.size(), $undefined, q + 1, m.synchronization);
                                continue;
                            }
                        case 5: {
                                if (u !== 2)
                                    break;
                                m.sharedMemory = $root.dsmil.communication.v1.SharedMemoryMetrics.decode(r, r.size(), $undefined, q + 1, m.sharedMemory);
                                continue;
                            }
                        case 6: {
                                if (u !== 2)
                                    break;
                                m.server = $root.dsmil.communication.v1.ServerMetrics.decode(r, r.size(), $undefined, q + 1, m.server);
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return MetricsResponse;
            })();

            v1.OrchestratorMetrics = (function() {

                const OrchestratorMetrics = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                OrchestratorMetrics.prototype.operationsCoordinated = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
                OrchestratorMetrics.prototype.crossTrackMessages = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
                OrchestratorMetrics.prototype.emergencyStopsTriggered = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
                OrchestratorMetrics.prototype.avgCoordinationTime = null;
                OrchestratorMetrics.prototype.activeOperationsCount = 0;
                OrchestratorMetrics.prototype.operationsReceived = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
                OrchestratorMetrics.prototype.operationsFailed = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
                OrchestratorMetrics.prototype.operationsDenied = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
                OrchestratorMetrics.prototype.operationsEmergencyStopped = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                OrchestratorMetrics.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.operationsCoordinated != null && $Object.hasOwnProperty.call(m, "operationsCoordinated") && (typeof m.operationsCoordinated === "object" ? m.operationsCoordinated.low || m.operationsCoordinated.high : m.operationsCoordinated !== 0))
                        w.uint32(8).uint64(m.operationsCoordinated);
                    if (m.crossTrackMessages != null && $Object.hasOwnProperty.call(m, "crossTrackMessages") && (typeof m.crossTrackMessages === "object" ? m.crossTrackMessages.low || m.crossTrackMessages.high : m.crossTrackMessages !== 0))
                        w.uint32(16).uint64(m.crossTrackMessages);
                    if (m.emergencyStopsTriggered != null && $Object.hasOwnProperty.call(m, "emergencyStopsTriggered") && (typeof m.emergencyStopsTriggered === "object" ? m.emergencyStopsTriggered.low || m.emergencyStopsTriggered.high : m.emergencyStopsTriggered !== 0))
                        w.uint32(24).uint64(m.emergencyStopsTriggered);
                    if (m.avgCoordinationTime != null && $Object.hasOwnProperty.call(m, "avgCoordinationTime"))
                        $root.google.protobuf.Duration.encode(m.avgCoordinationTime, w.uint32(34).fork(), q + 1).ldelim();
                    if (m.activeOperationsCount != null && $Object.hasOwnProperty.call(m, "activeOperationsCount") && m.activeOperationsCount !== 0)
                        w.uint32(40).uint32(m.activeOperationsCount);
                    if (m.operationsReceived != null && $Object.hasOwnProperty.call(m, "operationsReceived") && (typeof m.operationsReceived === "object" ? m.operationsReceived.low || m.operationsReceived.high : m.operationsReceived !== 0))
                        w.uint32(48).uint64(m.operationsReceived);
                    if (m.operationsFailed != null && $Object.hasOwnProperty.call(m, "operationsFailed") && (typeof m.operationsFailed === "object" ? m.operationsFailed.low || m.operationsFailed.high : m.operationsFailed !== 0))
                        w.uint32(56).uint64(m.operationsFailed);
                    if (m.operationsDenied != null && $Object.hasOwnProperty.call(m, "operationsDenied") && (typeof m.operationsDenied === "object" ? m.operationsDenied.low || m.operationsDenied.high : m.operationsDenied !== 0))
                        w.uint32(64).uint64(m.operationsDenied);
                    if (m.operationsEmergencyStopped != null && $Object.hasOwnProperty.call(m, "operationsEmergencyStopped") && (typeof m.operationsEmergencyStopped === "object" ? m.operationsEmergencyStopped.low || m.operationsEmergencyStopped.high : m.operationsEmergencyStopped !== 0))
                        w.uint32(72).uint64(m.operationsEmergencyStopped);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                OrchestratorMetrics.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.communication.v1.OrchestratorMetrics();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 0)
                                    break;
                                if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
                                    m.operationsCoordinated = v;
                                else
                                    delete m.operationsCoordinated;
                                continue;
                            }
                        case 2: {
                                if (u !== 0)
                                    break;
                                if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
                                    m.crossTrackMessages = v;
                                else
                                    delete m.crossTrackMessages;
                                continue;
                            }
                        case 3: {
                                if (u !== 0)
                                    break;
                                if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
                                    m.emergencyStopsTriggered = v;
                                else
                                    delete m.emergencyStopsTriggered;
                                continue;
                            }
                        case 4: {
                                if (u !== 2)
                                    break;
                                m.avgCoordinationTime = $root.google.protobuf.Duration.decode(r, r.size(), $undefined, q + 1, m.avgCoordinationTime);
                                continue;
                            }
                        case 5: {
                                if (u !== 0)
                                    break;
                                if (v = r.uint32())
                                    m.activeOperationsCount = v;
                                else
                                    delete m.activeOperationsCount;
                                continue;
                            }
                        case 6: {
                                if (u !== 0)
                                    break;
                                if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
                                    m.operationsReceived = v;
                                else
                                    delete m.operationsReceived;
                                continue;
                            }
                        case 7: {
                                if (u !== 0)
                                    break;
                                if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
                                    m.operationsFailed = v;
                                else
                                    delete m.operationsFailed;
                                continue;
                            }
                        case 8: {
                                if (u !== 0)
                                    break;
                                if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
                                    m.operationsDenied = v;
                                else
                                    delete m.operationsDenied;
                                continue;
                            }
                        case 9: {
                                if (u !== 0)
                                    break;
                                if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
                                    m.operationsEmergencyStopped = v;
                                else
                                    delete m.operationsEmergencyStopped;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return OrchestratorMetrics;
            })();

            v1.SynchronizationMetrics = (function() {

                const SynchronizationMetrics = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                SynchronizationMetrics.prototype.syncOperationsCompleted = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
                SynchronizationMetrics.prototype.syncConflictsResolved = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
                SynchronizationMetrics.prototype.syncFailures = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
                SynchronizationMetrics.prototype.avgSyncTime = null;

                SynchronizationMetrics.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.syncOperationsCompleted != null && $Object.hasOwnProperty.call(m, "syncOperationsCompleted") && (typeof m.syncOperationsCompleted === "object" ? m.syncOperationsCompleted.low || m.syncOperationsCompleted.high : m.syncOperationsCompleted !== 0))
                        w.uint32(8).uint64(m.syncOperationsCompleted);
                    if (m.syncConflictsResolved != null && $Object.hasOwnProperty.call(m, "syncConflictsResolved") && (typeof m.syncConflictsResolved === "object" ? m.syncConflictsResolved.low || m.syncConflictsResolved.high : m.syncConflictsResolved !== 0))
                        w.uint32(16).uint64(m.syncConflictsResolved);
                    if (m.syncFailures != null && $Object.hasOwnProperty.call(m, "syncFailures") && (typeof m.syncFailures === "object" ? m.syncFailures.low || m.syncFailures.high : m.syncFailures !== 0))
                        w.uint32(24).uint64(m.syncFailures);
                    if (m.avgSyncTime != null && $Object.hasOwnProperty.call(m, "avgSyncTime"))
                        $root.google.protobuf.Duration.encode(m.avgSyncTime, w.uint32(34).fork(), q + 1).ldelim();
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                SynchronizationMetrics.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.communication.v1.SynchronizationMetrics();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 0)
                                    break;
                                if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
                                    m.syncOperationsCompleted = v;
                                else
                                    delete m.syncOperationsCompleted;
                                continue;
                            }
                        case 2: {
                                if (u !== 0)
                                    break;
                                if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
                                    m.syncConflictsResolved = v;
                                else
                                    delete m.syncConflictsResolved;
                                continue;
                            }
                        case 3: {
                                if (u !== 0)
                                    break;
                                if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
                                    m.syncFailures = v;
                                else
                                    delete m.syncFailures;
                                continue;
                            }
                        case 4: {
                                if (u !== 2)
                                    break;
                                m.avgSyncTime = $root.google.protobuf.Duration.decode(r, r.size(), $undefined, q + 1, m.avgSyncTime);
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return SynchronizationMetrics;
            })();

            v1.SharedMemoryMetrics = (function() {

                const SharedMemoryMetrics = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                SharedMemoryMetrics.prototype.messagesSent = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
                SharedMemoryMetrics.prototype.messagesReceived = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
                SharedMemoryMetrics.prototype.bufferOverruns = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
                SharedMemoryMetrics.prototype.avgLatency = null;

                SharedMemoryMetrics.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.messagesSent != null && $Object.hasOwnProperty.call(m, "messagesSent") && (typeof m.messagesSent === "object" ? m.messagesSent.low || m.messagesSent.high : m.messagesSent !== 0))
                        w.uint32(8).uint64(m.messagesSent);
                    if (m.messagesReceived != null && $Object.hasOwnProperty.call(m, "messagesReceived") && (typeof m.messagesReceived === "object" ? m.messagesReceived.low || m.messagesReceived.high : m.messagesReceived !== 0))
                        w.uint32(16).uint64(m.messagesReceived);
                    if (m.bufferOverruns != null && $Object.hasOwnProperty.call(m, "bufferOverruns") && (typeof m.bufferOverruns === "object" ? m.bufferOverruns.low || m.bufferOverruns.high : m.bufferOverruns !== 0))
                        w.uint32(24).uint64(m.bufferOverruns);
                    if (m.avgLatency != null && $Object.hasOwnProperty.call(m, "avgLatency"))
                        $root.google.protobuf.Duration.encode(m.avgLatency, w.uint32(34).fork(), q + 1).ldelim();
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                SharedMemoryMetrics.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.communication.v1.SharedMemoryMetrics();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 0)
                                    break;
                                if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
                                    m.messagesSent = v;
                                else
                                    delete m.messagesSent;
                                continue;
                            }
                        case 2: {
                                if (u !== 0)
                                    break;
                                if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
                                    m.messagesReceived = v;
                                else
                                    delete m.messagesReceived;
                                continue;
                            }
                        case 3: {
                                if (u !== 0)
                                    break;
                                if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
                                    m.bufferOverruns = v;
                                else
                                    delete m.bufferOverruns;
                                continue;
                            }
                        case 4: {
                                if (u !== 2)
                                    break;
                                m.avgLatency = $root.google.protobuf.Duration.decode(r, r.size(), $undefined, q + 1, m.avgLatency);
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return SharedMemoryMetrics;
            })();

            v1.ServerMetrics = (function() {

                const ServerMetrics = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                ServerMetrics.prototype.callsStarted = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
                ServerMetrics.prototype.callsFailed = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
                ServerMetrics.prototype.callsActive = 0;
                ServerMetrics.prototype.connections = 0;
                ServerMetrics.prototype.subscriptions = 0;
                ServerMetrics.prototype.eventsDelivered = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                ServerMetrics.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.callsStarted != null && $Object.hasOwnProperty.call(m, "callsStarted") && (typeof m.callsStarted === "object" ? m.callsStarted.low || m.callsStarted.high : m.callsStarted !== 0))
                        w.uint32(8).uint64(m.callsStarted);
                    if (m.callsFailed != null && $Object.hasOwnProperty.call(m, "callsFailed") && (typeof m.callsFailed === "object" ? m.callsFailed.low || m.callsFailed.high : m.callsFailed !== 0))
                        w.uint32(16).uint64(m.callsFailed);
                    if (m.callsActive != null && $Object.hasOwnProperty.call(m, "callsActive") && m.callsActive !== 0)
                        w.uint32(24).uint32(m.callsActive);
                    if (m.connections != null && $Object.hasOwnProperty.call(m, "connections") && m.connections !== 0)
                        w.uint32(32).uint32(m.connections);
                    if (m.subscriptions != null && $Object.hasOwnProperty.call(m, "subscriptions") && m.subscriptions !== 0)
                        w.uint32(40).uint32(m.subscriptions);
                    if (m.eventsDelivered != null && $Object.hasOwnProperty.call(m, "eventsDelivered") && (typeof m.eventsDelivered === "object" ? m.eventsDelivered.low || m.eventsDelivered.high : m.eventsDelivered !== 0))
                        w.uint32(48).uint64(m.eventsDelivered);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                ServerMetrics.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.communication.v1.ServerMetrics();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 0)
                                    break;
                                if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
                                    m.callsStarted = v;
                                else
                                    delete m.callsStarted;
                                continue;
                            }
                        case 2: {
                                if (u !== 0)
                                    break;
                                if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
                                    m.callsFailed = v;
                                else
                                    delete m.callsFailed;
                                continue;
                            }
                        case 3: {
                                if (u !== 0)
                                    break;
                                if (v = r.uint32())
                                    m.callsActive = v;
                                else
                                    delete m.callsActive;
                                continue;
                            }
                        case 4: {
                                if (u !== 0)
                                    break;
                                if (v = r.uint32())
                                    m.connections = v;
                                else
                                    delete m.connections;
                                continue;
                            }
                        case 5: {
                                if (u !== 0)
                                    break;
                                if (v = r.uint32())
                                    m.subscriptions = v;
                                else
                                    delete m.subscriptions;
                                continue;
                            }
                        case 6: {
                                if (u !== 0)
                                    break;
                                if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
                                    m.eventsDelivered = v;
                                else
                                    delete m.eventsDelivered;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return ServerMetrics;
            })();

            v1.OperationCoordinationRequest = (function() {

                const OperationCoordinationRequest = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                OperationCoordinationRequest.prototype.coordinationId = "";
                OperationCoordinationRequest.prototype.deviceId = 0;
                OperationCoordinationRequest.prototype.operationType = 0;
                OperationCoordinationRequest.prototype.trackInvolvement = null;
                OperationCoordinationRequest.prototype.safetyRequirements = null;
                OperationCoordinationRequest.prototype.authContext = null;
                OperationCoordinationRequest.prototype.justification = "";
                OperationCoordinationRequest.prototype.requestedAt = null;
                OperationCoordinationRequest.prototype.register = null;
                OperationCoordinationRequest.prototype.value = null;
                OperationCoordinationRequest.prototype.timeoutSeconds = 0;

                let $oneOfFields;

                // Virtual OneOf for proto3 optional field
                $Object.defineProperty(OperationCoordinationRequest.prototype, "_register", {
                    get: $util.oneOfGetter($oneOfFields = ["register"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                // Virtual OneOf for proto3 optional field
                $Object.defineProperty(OperationCoordinationRequest.prototype, "_value", {
                    get: $util.oneOfGetter($oneOfFields = ["value"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                OperationCoordinationRequest.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.coordinationId != null && $Object.hasOwnProperty.call(m, "coordinationId") && m.coordinationId !== "")
                        w.uint32(10).string(m.coordinationId);
                    if (m.deviceId != null && $Object.hasOwnProperty.call(m, "deviceId") && m.deviceId !== 0)
                        w.uint32(16).uint32(m.deviceId);
                    if (m.operationType != null && $Object.hasOwnProperty.call(m, "operationType") && m.operationType !== 0)
                        w.uint32(24).int32(m.operationType);
                    if (m.trackInvolvement != null && $Object.hasOwnProperty.call(m, "trackInvolvement"))
                        $root.dsmil.communication.v1.TrackInvolvement.encode(m.trackInvolvement, w.uint32(34).fork(), q + 1).ldelim();
                    if (m.safetyRequirements != null && $Object.hasOwnProperty.call(m, "safetyRequirements"))
                        $root.dsmil.communication.v1.SafetyRequirements.encode(m.safetyRequirements, w.uint32(42).fork(), q + 1).ldelim();
                    if (m.authContext != null && $Object.hasOwnProperty.call(m, "authContext"))
                        $root.dsmil.communication.v1.AuthContext.encode(m.authContext, w.uint32(50).fork(), q + 1).ldelim();
                    if (m.justification != null && $Object.hasOwnProperty.call(m, "justification") && m.justification !== "")
                        w.uint32(58).string(m.justification);
                    if (m.requestedAt != null && $Object.hasOwnProperty.call(m, "requestedAt"))
                        $root.google.protobuf.Timestamp.encode(m.requestedAt, w.uint32(66).fork(), q + 1).ldelim();
                    if (m.register != null && $Object.hasOwnProperty.call(m, "register"))
                        w.uint32(800).uint32(m.register);
                    if (m.value != null && $Object.hasOwnProperty.call(m, "value"))
                        w.uint32(808).uint32(m.value);
                    if (m.timeoutSeconds != null && $Object.hasOwnProperty.call(m, "timeoutSeconds") && m.timeoutSeconds !== 0)
                        w.uint32(816).uint32(m.timeoutSeconds);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                OperationCoordinationRequest.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.communication.v1.OperationCoordinationRequest();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.coordinationId = v;
                                else
                                    delete m.coordinationId;
                                continue;
                            }
                        case 2: {
                                if (u !== 0)
                                    break;
                                if (v = r.uint32())
                                    m.deviceId = v;
                                else
                                    delete m.deviceId;
                                continue;
                            }
                        case 3: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.operationType = v;
                                else
                                    delete m.operationType;
                                continue;
                            }
                        case 4: {
                                if (u !== 2)
                                    break;
                                m.trackInvolvement = $root.dsmil.communication.v1.TrackInvolvement.decode(r, r.size(), $undefined, q + 1, m.trackInvolvement);
                                continue;
                            }
                        case 5: {
                                if (u !== 2)
                                    break;
                                m.safetyRequirements = $root.dsmil.communication.v1.SafetyRequirements.decode(r, r.size(), $undefined, q + 1, m.safetyRequirements);
                                continue;
                            }
                        case 6: {
                                if (u !== 2)
                                    break;
                                m.authContext = $root.dsmil.communication.v1.AuthContext.decode(r, r.size(), $undefined, q + 1, m.authContext);
                                continue;
                            }
                        case 7: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.justification = v;
                                else
                                    delete m.justification;
                                continue;
                            }
                        case 8: {
                                if (u !== 2)
                                    break;
                                m.requestedAt = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.requestedAt);
                                continue;
                            }
                        case 100: {
                                if (u !== 0)
                                    break;
                                m.register = r.uint32();
                                m._register = "register";
                                continue;
                            }
                        case 101: {
                                if (u !== 0)
                                    break;
                                m.value = r.uint32();
                                m._value = "value";
                                continue;
                            }
                        case 102: {
                                if (u !== 0)
                                    break;
                                if (v = r.uint32())
                                    m.timeoutSeconds = v;
                                else
                                    delete m.timeoutSeconds;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return OperationCoordinationRequest;
            })();

            v1.OperationCoordinationResponse = (function() {

                const OperationCoordinationResponse = function (p) {
                    this.trackResults = [];
                    this.unmet = [];
                    this.riskExplanation = [];
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                OperationCoordinationResponse.prototype.coordinationId = "";
                OperationCoordinationResponse.prototype.result = 0;
                OperationCoordinationResponse.prototype.assessedRisk = 0;
                OperationCoordinationResponse.prototype.trackResults = $util.emptyArray;
                OperationCoordinationResponse.prototype.errorMessage = "";
                OperationCoordinationResponse.prototype.coordinationTime = null;
                OperationCoordinationResponse.prototype.operationId = "";
                OperationCoordinationResponse.prototype.value = null;
                OperationCoordinationResponse.prototype.replayed = false;
                OperationCoordinationResponse.prototype.cause = "";
                OperationCoordinationResponse.prototype.unmet = $util.emptyArray;
                OperationCoordinationResponse.prototype.transactionId = "";
                OperationCoordinationResponse.prototype.deviceReason = "";
                OperationCoordinationResponse.prototype.deviceError = 0;
                OperationCoordinationResponse.prototype.riskExplanation = $util.emptyArray;
                OperationCoordinationResponse.prototype.state = 0;

                let $oneOfFields;

                // Virtual OneOf for proto3 optional field
                $Object.defineProperty(OperationCoordinationResponse.prototype, "_value", {
                    get: $util.oneOfGetter($oneOfFields = ["value"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                OperationCoordinationResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.coordinationId != null && $Object.hasOwnProperty.call(m, "coordinationId") && m.coordinationId !== "")
                        w.uint32(10).string(m.coordinationId);
                    if (m.result != null && $Object.hasOwnProperty.call(m, "result") && m.result !== 0)
                        w.uint32(16).int32(m.result);
                    if (m.assessedRisk != null && $Object.hasOwnProperty.call(m, "assessedRisk") && m.assessedRisk !== 0)
                        w.uint32(24).int32(m.assessedRisk);
                    if (m.trackResults != null && m.trackResults.length) {
                        for (var i = 0; i < m.trackResults.length; ++i)
                            $root.dsmil.communication.v1.TrackResult.encode(m.trackResults[i], w.uint32(34).fork(), q + 1).ldelim();
                    }
                    if (m.errorMessage != null && $Object.hasOwnProperty.call(m, "errorMessage") && m.errorMessage !== "")
                        w.uint32(42).string(m.errorMessage);
                    if (m.coordinationTime != null && $Object.hasOwnProperty.call(m, "coordinationTime"))
                        $root.google.protobuf.Duration.encode(m.coordinationTime, w.uint32(50).fork(), q + 1).ldelim();
                    if (m.operationId != null && $Object.hasOwnProperty.call(m, "operationId") && m.operationId !== "")
                        w.uint32(802).string(m.operationId);
                    if (m.value != null && $Object.hasOwnProperty.call(m, "value"))
                        w.uint32(808).uint32(m.value);
                    if (m.replayed != null && $Object.hasOwnProperty.call(m, "replayed") && m.replayed !== false)
                        w.uint32(816).bool(m.replayed);
                    if (m.cause != null && $Object.hasOwnProperty.call(m, "cause") && m.cause !== "")
                        w.uint32(826).string(m.cause);
                    if (m.unmet != null && m.unmet.length) {
                        for (var i = 0; i < m.unmet.length; ++i)
                            $root.dsmil.communication.v1.UnmetNeed.encode(m.unmet[i], w.uint32(834).fork(), q + 1).ldelim();
                    }
                    if (m.transactionId != null && $Object.hasOwnProperty.call(m, "transactionId") && m.transactionId !== "")
                        w.uint32(842).string(m.transactionId);
                    if (m.deviceReason != null && $Object.hasOwnProperty.call(m, "deviceReason") && m.deviceReason !== "")
                        w.uint32(850).string(m.deviceReason);
                    if (m.deviceError != null && $Object.hasOwnProperty.call(m, "deviceError") && m.deviceError !== 0)
                        w.uint32(856).sint32(m.deviceError);
                    if (m.riskExplanation != null && m.riskExplanation.length) {
                        for (var i = 0; i < m.riskExplanation.length; ++i)
                            w.uint32(866).string(m.riskExplanation[i]);
                    }
                    if (m.state != null && $Object.hasOwnProperty.call(m, "state") && m.state !== 0)
                        w.uint32(872).int32(m.state);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                OperationCoordinationResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.communication.v1.OperationCoordinationResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.coordinationId = v;
                                else
                                    delete m.coordinationId;
                                continue;
                            }
                        case 2: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.result = v;
                                else
                                    delete m.result;
                                continue;
                            }
                        case 3: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.assessedRisk = v;
                                else
                                    delete m.assessedRisk;
                                continue;
                            }
                        case 4: {
                                if (u !== 2)
                                    break;
                                if (!(m.trackResults && m.trackResults.length))
                                    m.trackResults = [];
                                m.trackResults.push($root.dsmil.communication.v1.TrackResult.decode(r, r.size(), $undefined, q + 1));
                                continue;
                            }
                        case 5: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.errorMessage = v;
                                else
                                    delete m.errorMessage;
                                continue;
                            }
                        case 6: {
                                if (u !== 2)
                                    break;
                                m.coordinationTime = $root.google.protobuf.Duration.decode(r, r.size(), $undefined, q + 1, m.coordinationTime);
                                continue;
                            }
                        case 100: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.operationId = v;
                                else
                                    delete m.operationId;
                                continue;
                            }
                        case 101: {
                                if (u !== 0)
                                    break;
                                m.value = r.uint32();
                                m._value = "value";
                                continue;
                            }
                        case 102: {
                                if (u !== 0)
                                    break;
                                if (v = r.bool())
                                    m.replayed = v;
                                else
                                    delete m.replayed;
                                continue;
                            }
                        case 103: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.cause = v;
                                else
                                    delete m.cause;
                                continue;
                            }
                        case 104: {
                                if (u !== 2)
                                    break;
                                if (!(m.unmet && m.unmet.length))
                                    m.unmet = [];
                                m.unmet.push($root.dsmil.communication.v1.UnmetNeed.decode(r, r.size(), $undefined, q + 1));
                                continue;
                            }
                        case 105: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.transactionId = v;
                                else
                                    delete m.transactionId;
                                continue;
                            }
                        case 106: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.deviceReason = v;
                                else
                                    delete m.deviceReason;
                                continue;
                            }
                        case 107: {
                                if (u !== 0)
                                    break;
                                if (v = r.sint32())
                                    m.deviceError = v;
                                else
                                    delete m.deviceError;
                                continue;
                            }
                        case 108: {
                                if (u !== 2)
                                    break;
                                if (!(m.riskExplanation && m.riskExplanation.length))
                                    m.riskExplanation = [];
                                m.riskExplanation.push(r.stringVerify());
                                continue;
                            }
                        case 109: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.state = v;
                                else
                                    delete m.state;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return OperationCoordinationResponse;
            })();

            v1.TrackInvolvement = (function() {

                const TrackInvolvement = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                TrackInvolvement.prototype.kernelTrack = false;
                TrackInvolvement.prototype.securityTrack = false;
                TrackInvolvement.prototype.interfaceTrack = false;

                TrackInvolvement.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.kernelTrack != null && $Object.hasOwnProperty.call(m, "kernelTrack") && m.kernelTrack !== false)
                        w.uint32(8).bool(m.kernelTrack);
                    if (m.securityTrack != null && $Object.hasOwnProperty.call(m, "securityTrack") && m.securityTrack !== false)
                        w.uint32(16).bool(m.securityTrack);
                    if (m.interfaceTrack != null && $Object.hasOwnProperty.call(m, "interfaceTrack") && m.interfaceTrack !== false)
                        w.uint32(24).bool(m.interfaceTrack);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                TrackInvolvement.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.communication.v1.TrackInvolvement();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 0)
                                    break;
                                if (v = r.bool())
                                    m.kernelTrack = v;
                                else
                                    delete m.kernelTrack;
                                continue;
                            }
                        case 2: {
                                if (u !== 0)
                                    break;
                                if (v = r.bool())
                                    m.securityTrack = v;
                                else
                                    delete m.securityTrack;
                                continue;
                            }
                        case 3: {
                                if (u !== 0)
                                    break;
                                if (v = r.bool())
                                    m.interfaceTrack = v;
                                else
                                    delete m.interfaceTrack;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return TrackInvolvement;
            })();

            v1.SafetyRequirements = (function() {

                const SafetyRequirements = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                SafetyRequirements.prototype.kernelSafety = null;
                SafetyRequirements.prototype.securitySafety = null;
                SafetyRequirements.prototype.interfaceSafety = null;

                SafetyRequirements.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.kernelSafety != null && $Object.hasOwnProperty.call(m, "kernelSafety"))
                        $root.dsmil.communication.v1.KernelSafetyRequirements.encode(m.kernelSafety, w.uint32(10).fork(), q + 1).ldelim();
                    if (m.securitySafety != null && $Object.hasOwnProperty.call(m, "securitySafety"))
                        $root.dsmil.communication.v1.SecuritySafetyRequirements.encode(m.securitySafety, w.uint32(18).fork(), q + 1).ldelim();
                    if (m.interfaceSafety != null && $Object.hasOwnProperty.call(m, "interfaceSafety"))
                        $root.dsmil.communication.v1.InterfaceSafetyRequirements.encode(m.interfaceSafety, w.uint32(26).fork(), q + 1).ldelim();
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                SafetyRequirements.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.communication.v1.SafetyRequirements();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                m.kernelSafety = $root.dsmil.communication.v1.KernelSafetyRequirements.decode(r, r.size(), $undefined, q + 1, m.kernelSafety);
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                m.securitySafety = $root.dsmil.communication.v1.SecuritySafetyRequirements.decode(r, r.size(), $undefined, q + 1, m.securitySafety);
                                continue;
                            }
                        case 3: {
                                if (u !== 2)
                                    break;
                                m.interfaceSafety = $root.dsmil.communication.v1.InterfaceSafetyRequirements.decode(r, r.size(), $undefined, q + 1, m.interfaceSafety);
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return SafetyRequirements;
            })();

            v1.KernelSafetyRequirements = (function() {

                const KernelSafetyRequirements = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                KernelSafetyRequirements.prototype.memoryProtectionRequired = false;
                KernelSafetyRequirements.prototype.thermalMonitoringRequired = false;
                KernelSafetyRequirements.prototype.maxExecutionTimeMs = 0;
                KernelSafetyRequirements.prototype.rollbackCapabilityRequired = false;

                KernelSafetyRequirements.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.memoryProtectionRequired != null && $Object.hasOwnProperty.call(m, "memoryProtectionRequired") && m.memoryProtectionRequired !== false)
                        w.uint32(8).bool(m.memoryProtectionRequired);
                    if (m.thermalMonitoringRequired != null && $Object.hasOwnProperty.call(m, "thermalMonitoringRequired") && m.thermalMonitoringRequired !== false)
                        w.uint32(16).bool(m.thermalMonitoringRequired);
                    if (m.maxExecutionTimeMs != null && $Object.hasOwnProperty.call(m, "maxExecutionTimeMs") && m.maxExecutionTimeMs !== 0)
                        w.uint32(24).uint32(m.maxExecutionTimeMs);
                    if (m.rollbackCapabilityRequired != null && $Object.hasOwnProperty.call(m, "rollbackCapabilityRequired") && m.rollbackCapabilityRequired !== false)
                        w.uint32(32).bool(m.rollbackCapabilityRequired);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                KernelSafetyRequirements.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.communication.v1.KernelSafetyRequirements();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 0)
                                    break;
                                if (v = r.bool())
                                    m.memoryProtectionRequired = v;
                                else
                                    delete m.memoryProtectionRequired;
                                continue;
                            }
                        case 2: {
                                if (u !== 0)
                                    break;
                                if (v = r.bool())
                                    m.thermalMonitoringRequired = v;
                                else
                                    delete m.thermalMonitoringRequired;
                                continue;
                            }
                        case 3: {
                                if (u !== 0)
                                    break;
                                if (v = r.uint32())
                                    m.maxExecutionTimeMs = v;
                                else
                                    delete m.maxExecutionTimeMs;
                                continue;
                            }
                        case 4: {
                                if (u !== 0)
                                    break;
                                if (v = r.bool())
                                    m.rollbackCapabilityRequired = v;
                                else
                                    delete m.rollbackCapabilityRequired;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return KernelSafetyRequirements;
            })();

            v1.SecuritySafetyRequirements = (function() {

                const SecuritySafetyRequirements = function (p) {
                    this.requiredCompartments = [];
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                SecuritySafetyRequirements.prototype.requiredClearance = 0;
                SecuritySafetyRequirements.prototype.dualAuthorizationRequired = false;
                SecuritySafetyRequirements.prototype.auditRequired = false;
                SecuritySafetyRequirements.prototype.requiredCompartments = $util.emptyArray;

                SecuritySafetyRequirements.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.requiredClearance != null && $Object.hasOwnProperty.call(m, "requiredClearance") && m.requiredClearance !== 0)
                        w.uint32(8).int32(m.requiredClearance);
                    if (m.dualAuthorizationRequired != null && $Object.hasOwnProperty.call(m, "dualAuthorizationRequired") && m.dualAuthorizationRequired !== false)
                        w.uint32(16).bool(m.dualAuthorizationRequired);
                    if (m.auditRequired != null && $Object.hasOwnProperty.call(m, "auditRequired") && m.auditRequired !== false)
                        w.uint32(24).bool(m.auditRequired);
                    if (m.requiredCompartments != null && m.requiredCompartments.length) {
                        for (var i = 0; i < m.requiredCompartments.length; ++i)
                            w.uint32(34).string(m.requiredCompartments[i]);
                    }
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                SecuritySafetyRequirements.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.communication.v1.SecuritySafetyRequirements();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.requiredClearance = v;
                                else
                                    delete m.requiredClearance;
                                continue;
                            }
                        case 2: {
                                if (u !== 0)
                                    break;
                                if (v = r.bool())
                                    m.dualAuthorizationRequired = v;
                                else
                                    delete m.dualAuthorizationRequired;
                                continue;
                            }
                        case 3: {
                                if (u !== 0)
                                    break;
                                if (v = r.bool())
                                    m.auditRequired = v;
                                else
                                    delete m.auditRequired;
                                continue;
                            }
                        case 4: {
                                if (u !== 2)
                                    break;
                                if (!(m.requiredCompartments && m.requiredCompartments.length))
                                    m.requiredCompartments = [];
                                m.requiredCompartments.push(r.stringVerify());
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return SecuritySafetyRequirements;
            })();

            v1.InterfaceSafetyRequirements = (function() {

                const InterfaceSafetyRequirements = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                InterfaceSafetyRequirements.prototype.userConfirmationRequired = false;
                InterfaceSafetyRequirements.prototype.riskDisclosureRequired = false;
                InterfaceSafetyRequirements.prototype.confirmationTimeoutSeconds = 0;

                InterfaceSafetyRequirements.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.userConfirmationRequired != null && $Object.hasOwnProperty.call(m, "userConfirmationRequired") && m.userConfirmationRequired !== false)
                        w.uint32(8).bool(m.userConfirmationRequired);
                    if (m.riskDisclosureRequired != null && $Object.hasOwnProperty.call(m, "riskDisclosureRequired") && m.riskDisclosureRequired !== false)
                        w.uint32(16).bool(m.riskDisclosureRequired);
                    if (m.confirmationTimeoutSeconds != null && $Object.hasOwnProperty.call(m, "confirmationTimeoutSeconds") && m.confirmationTimeoutSeconds !== 0)
                        w.uint32(24).uint32(m.confirmationTimeoutSeconds);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                InterfaceSafetyRequirements.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.communication.v1.InterfaceSafetyRequirements();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 0)
                                    break;
                                if (v = r.bool())
                                    m.userConfirmationRequired = v;
                                else
                                    delete m.userConfirmationRequired;
                                continue;
                            }
                        case 2: {
                                if (u !== 0)
                                    break;
                                if (v = r.bool())
                                    m.riskDisclosureRequired = v;
                                else
                                    delete m.riskDisclosureRequired;
                                continue;
                            }
                        case 3: {
                                if (u !== 0)
                                    break;
                                if (v = r.uint32())
                                    m.confirmationTimeoutSeconds = v;
                                else
                                    delete m.confirmationTimeoutSeconds;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return InterfaceSafetyRequirements;
            })();

            v1.AuthContext = (function() {

                const AuthContext = function (p) {
                    this.compartments = [];
                    this.claims = {};
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                AuthContext.prototype.userId = "";
                AuthContext.prototype.sessionId = "";
                AuthContext.prototype.clearanceLevel = 0;
                AuthContext.prototype.compartments = $util.emptyArray;
                AuthContext.prototype.claims = $util.emptyObject;

                AuthContext.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.userId != null && $Object.hasOwnProperty.call(m, "userId") && m.userId !== "")
                        w.uint32(10).string(m.userId);
                    if (m.sessionId != null && $Object.hasOwnProperty.call(m, "sessionId") && m.sessionId !== "")
                        w.uint32(18).string(m.sessionId);
                    if (m.clearanceLevel != null && $Object.hasOwnProperty.call(m, "clearanceLevel") && m.clearanceLevel !== 0)
                        w.uint32(24).int32(m.clearanceLevel);
                    if (m.compartments != null && m.compartments.length) {
                        for (var i = 0; i < m.compartments.length; ++i)
                            w.uint32(34).string(m.compartments[i]);
                    }
                    if (m.claims != null && $Object.hasOwnProperty.call(m, "claims")) {
                        for (var ks = $Object.keys(m.claims), i = 0; i < ks.length; ++i) {
                            w.uint32(42).fork().uint32(10).string(ks[i]).uint32(18).string(m.claims[ks[i]]).ldelim();
                        }
                    }
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                AuthContext.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, k, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.communication.v1.AuthContext();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.userId = v;
                                else
                                    delete m.userId;
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.sessionId = v;
                                else
                                    delete m.sessionId;
                                continue;
                            }
                        case 3: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.clearanceLevel = v;
                                else
                                    delete m.clearanceLevel;
                                continue;
                            }
                        case 4: {
                                if (u !== 2)
                                    break;
                                if (!(m.compartments && m.compartments.length))
                                    m.compartments = [];
                                m.compartments.push(r.stringVerify());
                                continue;
                            }
                        case 5: {
                                if (u !== 2)
                                    break;
                                if (m.claims === $util.emptyObject)
                                    m.claims = {};
                                var c2 = r.size() + r.pos;
                                if (c2 > r.len)
                                    throw $RangeError("index out of range");
                                r.len = c2;
                                k = "";
                                v = "";
                                while (r.pos < c2) {
                                    var t2 = r.tag();
                                    u = t2 & 7;
                                    switch (t2 >>>= 3) {
                                    case 1:
                                        if (u !== 2)
                                            break;
                                        k = r.stringVerify();
                                        continue;
                                    case 2:
                                        if (u !== 2)
                                            break;
                                        v = r.stringVerify();
                                        continue;
                                    }
                                    r.skipType(u, q, t2);
                                }
                                if (r.pos !== c2)
                                    throw $RangeError("index out of range");
                                r.len = c;
                                if (k === "__proto__")
                                    $util.makeProp(m.claims, k);
                                m.claims[k] = v;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return AuthContext;
            })();

            v1.TrackResult = (function() {

                const TrackResult = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                TrackResult.prototype.track = 0;
                TrackResult.prototype.result = 0;
                TrackResult.prototype.answered = false;
                TrackResult.prototype.assessedRisk = 0;
                TrackResult.prototype.detail = "";

                TrackResult.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.track != null && $Object.hasOwnProperty.call(m, "track") && m.track !== 0)
                        w.uint32(8).int32(m.track);
                    if (m.result != null && $Object.hasOwnProperty.call(m, "result") && m.result !== 0)
                        w.uint32(16).sint32(m.result);
                    if (m.answered != null && $Object.hasOwnProperty.call(m, "answered") && m.answered !== false)
                        w.uint32(24).bool(m.answered);
                    if (m.assessedRisk != null && $Object.hasOwnProperty.call(m, "assessedRisk") && m.assessedRisk !== 0)
                        w.uint32(32).int32(m.assessedRisk);
                    if (m.detail != null && $Object.hasOwnProperty.call(m, "detail") && m.detail !== "")
                        w.uint32(42).string(m.detail);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                TrackResult.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.communication.v1.TrackResult();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.track = v;
                                else
                                    delete m.track;
                                continue;
                            }
                        case 2: {
                                if (u !== 0)
                                    break;
                                if (v = r.sint32())
                                    m.result = v;
                                else
                                    delete m.result;
                                continue;
                            }
                        case 3: {
                                if (u !== 0)
                                    break;
                                if (v = r.bool())
                                    m.answered = v;
                                else
                                    delete m.answered;
                                continue;
                            }
                        case 4: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.assessedRisk = v;
                                else
                                    delete m.assessedRisk;
                                continue;
                            }
                        case 5: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.detail = v;
                                else
                                    delete m.detail;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return TrackResult;
            })();

            v1.UnmetNeed = (function() {

                const UnmetNeed = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                UnmetNeed.prototype.rule = "";
                UnmetNeed.prototype.because = "";
                UnmetNeed.prototype.satisfiedBy = "";
                UnmetNeed.prototype.possible = false;

                UnmetNeed.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.rule != null && $Object.hasOwnProperty.call(m, "rule") && m.rule !== "")
                        w.uint32(10).string(m.rule);
                    if (m.because != null && $Object.hasOwnProperty.call(m, "because") && m.because !== "")
                        w.uint32(18).string(m.because);
                    if (m.satisfiedBy != null && $Object.hasOwnProperty.call(m, "satisfiedBy") && m.satisfiedBy !== "")
                        w.uint32(26).string(m.satisfiedBy);
                    if (m.possible != null && $Object.hasOwnProperty.call(m, "possible") && m.possible !== false)
                        w.uint32(32).bool(m.possible);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                UnmetNeed.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.communication.v1.UnmetNeed();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.rule = v;
                                else
                                    delete m.rule;
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.because = v;
                                else
                                    delete m.because;
                                continue;
                            }
                        case 3: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.satisfiedBy = v;
                                else
                                    delete m.satisfiedBy;
                                continue;
                            }
                        case 4: {
                                if (u !== 0)
                                    break;
                                if (v = r.bool())
                                    m.possible = v;
                                else
                                    delete m.possible;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return UnmetNeed;
            })();

            v1.CoordinationState = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "COORDINATION_STATE_UNSPECIFIED"] = 0;
                values[valuesById[1] = "COORDINATION_STATE_INITIALIZING"] = 1;
                values[valuesById[2] = "COORDINATION_STATE_SAFETY_CHECKING"] = 2;
                values[valuesById[3] = "COORDINATION_STATE_AUTHORIZING"] = 3;
                values[valuesById[4] = "COORDINATION_STATE_EXECUTING"] = 4;
                values[valuesById[5] = "COORDINATION_STATE_COMPLETED"] = 5;
                values[valuesById[6] = "COORDINATION_STATE_FAILED"] = 6;
                values[valuesById[7] = "COORDINATION_STATE_DENIED"] = 7;
                values[valuesById[8] = "COORDINATION_STATE_EMERGENCY_STOPPED"] = 8;
                return values;
            })();

            v1.StateSynchronizationRequest = (function() {

                const StateSynchronizationRequest = function (p) {
                    this.deviceIds = [];
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                StateSynchronizationRequest.prototype.deviceIds = $util.emptyArray;
                StateSynchronizationRequest.prototype.refresh = false;
                StateSynchronizationRequest.prototype.sinceVersion = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
                StateSynchronizationRequest.prototype.serverInstance = "";

                StateSynchronizationRequest.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.deviceIds != null && m.deviceIds.length) {
                        w.uint32(10).uint32s(m.deviceIds);
                    }
                    if (m.refresh != null && $Object.hasOwnProperty.call(m, "refresh") && m.refresh !== false)
                        w.uint32(16).bool(m.refresh);
                    if (m.sinceVersion != null && $Object.hasOwnProperty.call(m, "sinceVersion") && (typeof m.sinceVersion === "object" ? m.sinceVersion.low || m.sinceVersion.high : m.sinceVersion !== 0))
                        w.uint32(24).uint64(m.sinceVersion);
                    if (m.serverInstance != null && $Object.hasOwnProperty.call(m, "serverInstance") && m.serverInstance !== "")
                        w.uint32(34).string(m.serverInstance);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                StateSynchronizationRequest.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.communication.v1.StateSynchronizationRequest();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u === 2) {
                                    if (!(m.deviceIds && m.deviceIds.length))
                                        m.deviceIds = [];
                                    r.uint32s(m.deviceIds);
                                    continue;
                                }
                                if (u !== 0)
                                    break;
                                if (!(m.deviceIds && m.deviceIds.length))
                                    m.deviceIds = [];
                                m.deviceIds.push(r.uint32());
                                continue;
                            }
                        case 2: {
                                if (u !== 0)
                                    break;
                                if (v = r.bool())
                                    m.refresh = v;
                                else
                                    delete m.refresh;
                                continue;
                            }
                        case 3: {
                                if (u !== 0)
                                    break;
                                if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
                                    m.sinceVersion = v;
                                else
                                    delete m.sinceVersion;
                                continue;
                            }
                        case 4: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.serverInstance = v;
                                else
                                    delete m.serverInstance;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return StateSynchronizationRequest;
            })();

            v1.StateSynchronizationResponse = (function() {

                const StateSynchronizationResponse = function (p) {
                    this.devices = [];
                    this.conflicts = [];
                    this.silentTracks = [];
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                StateSynchronizationResponse.prototype.devices = $util.emptyArray;
                StateSynchronizationResponse.prototype.conflicts = $util.emptyArray;
                StateSynchronizationResponse.prototype.synchronizedAt = null;
                StateSynchronizationResponse.prototype.silentTracks = $util.emptyArray;
                StateSynchronizationResponse.prototype.synchronizationTime = null;
                StateSynchronizationResponse.prototype.version = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
                StateSynchronizationResponse.prototype.serverInstance = "";

                StateSynchronizationResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.devices != null && m.devices.length) {
                        for (var i = 0; i < m.devices.length; ++i)
                            $root.dsmil.communication.v1.UnifiedDeviceState.encode(m.devices[i], w.uint32(10).fork(), q + 1).ldelim();
                    }
                    if (m.conflicts != null && m.conflicts.length) {
                        for (var i = 0; i < m.conflicts.length; ++i)
                            $root.dsmil.communication.v1.StateConflict.encode(m.conflicts[i], w.uint32(18).fork(), q + 1).ldelim();
                    }
                    if (m.synchronizedAt != null && $Object.hasOwnProperty.call(m, "synchronizedAt"))
                        $root.google.protobuf.Timestamp.encode(m.synchronizedAt, w.uint32(26).fork(), q + 1).ldelim();
                    if (m.silentTracks != null && m.silentTracks.length) {
                        w.uint32(34).int32s(m.silentTracks);
                    }
                    if (m.synchronizationTime != null && $Object.hasOwnProperty.call(m, "synchronizationTime"))
                        $root.google.protobuf.Duration.encode(m.synchronizationTime, w.uint32(42).fork(), q + 1).ldelim();
                    if (m.version != null && $Object.hasOwnProperty.call(m, "version") && (typeof m.version === "object" ? m.version.low || m.version.high : m.version !== 0))
                        w.uint32(48).uint64(m.version);
                    if (m.serverInstance != null && $Object.hasOwnProperty.call(m, "serverInstance") && m.serverInstance !== "")
                        w.uint32(58).string(m.serverInstance);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                StateSynchronizationResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.communication.v1.StateSynchronizationResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if (!(m.devices && m.devices.length))
                                    m.devices = [];
                                m.devices.push($root.dsmil.communication.v1.UnifiedDeviceState.decode(r, r.size(), $undefined, q + 1));
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                if (!(m.conflicts && m.conflicts.length))
                                    m.conflicts = [];
                                m.conflicts.push($root.dsmil.communication.v1.StateConflict.decode(r, r.size(), $undefined, q + 1));
                                continue;
                            }
                        case 3: {
                                if (u !== 2)
                                    break;
                                m.synchronizedAt = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.synchronizedAt);
                                continue;
                            }
                        case 4: {
                                if (u === 2) {
                                    if (!(m.silentTracks && m.silentTracks.length))
                                        m.silentTracks = [];
                                    r.int32s(m.silentTracks);
                                    continue;
                                }
                                if (u !== 0)
                                    break;
                                if (!(m.silentTracks && m.silentTracks.length))
                                    m.silentTracks = [];
                                m.silentTracks.push(r.int32());
                                continue;
                            }
                        case 5: {
                                if (u !== 2)
                                    break;
                                m.synchronizationTime = $root.google.protobuf.Duration.decode(r, r.size(), $undefined, q + 1, m.synchronizationTime);
                                continue;
                            }
                        case 6: {
                                if (u !== 0)
                                    break;
                                if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
                                    m.version = v;
                                else
                                    delete m.version;
                                continue;
                            }
                        case 7: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.serverInstance = v;
                                else
                                    delete m.serverInstance;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return StateSynchronizationResponse;
            })();

            v1.UnifiedDeviceState = (function() {

                const UnifiedDeviceState = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                UnifiedDeviceState.prototype.deviceId = 0;
                UnifiedDeviceState.prototype.deviceName = "";
                UnifiedDeviceState.prototype.deviceGroup = 0;
                UnifiedDeviceState.prototype.deviceIndex = 0;
                UnifiedDeviceState.prototype.kernelState = null;
                UnifiedDeviceState.prototype.securityState = null;
                UnifiedDeviceState.prototype.interfaceState = null;
                UnifiedDeviceState.prototype.unifiedMetadata = null;
                UnifiedDeviceState.prototype.synchronization = null;

                UnifiedDeviceState.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.deviceId != null && $Object.hasOwnProperty.call(m, "deviceId") && m.deviceId !== 0)
                        w.uint32(8).uint32(m.deviceId);
                    if (m.deviceName != null && $Object.hasOwnProperty.call(m, "deviceName") && m.deviceName !== "")
                        w.uint32(18).string(m.deviceName);
                    if (m.deviceGroup != null && $Object.hasOwnProperty.call(m, "deviceGroup") && m.deviceGroup !== 0)
                        w.uint32(24).uint32(m.deviceGroup);
                    if (m.deviceIndex != null && $Object.hasOwnProperty.call(m, "deviceIndex") && m.deviceIndex !== 0)
                        w.uint32(32).uint32(m.deviceIndex);
                    if (m.kernelState != null && $Object.hasOwnProperty.call(m, "kernelState"))
                        $root.dsmil.communication.v1.DeviceKernelState.encode(m.kernelState, w.uint32(42).fork(), q + 1).ldelim();
                    if (m.securityState != null && $Object.hasOwnProperty.call(m, "securityState"))
                        $root.dsmil.communication.v1.DeviceSecurityState.encode(m.securityState, w.uint32(50).fork(), q + 1).ldelim();
                    if (m.interfaceState != null && $Object.hasOwnProperty.call(m, "interfaceState"))
                        $root.dsmil.communication.v1.DeviceInterfaceState.encode(m.interfaceState, w.uint32(58).fork(), q + 1).ldelim();
                    if (m.unifiedMetadata != null && $Object.hasOwnProperty.call(m, "unifiedMetadata"))
                        $root.dsmil.communication.v1.DeviceMetadata.encode(m.unifiedMetadata, w.uint32(66).fork(), q + 1).ldelim();
                    if (m.synchronization != null && $Object.hasOwnProperty.call(m, "synchronization"))
                        $root.dsmil.communication.v1.DeviceSynchronization.encode(m.synchronization, w.uint32(74).fork(), q + 1).ldelim();
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                UnifiedDeviceState.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.communication.v1.UnifiedDeviceState();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 0)
                                    break;
                                if (v = r.uint32())
                                    m.deviceId = v;
                                else
                                    delete m.deviceId;
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.deviceName = v;
                                else
                                    delete m.deviceName;
                                continue;
                            }
                        case 3: {
                                if (u !== 0)
                                    break;
                                if (v = r.uint32())
                                    m.deviceGroup = v;
                                else
                                    delete m.deviceGroup;
                                continue;
                            }
                        case 4: {
                                if (u !== 0)
                                    break;
                                if (v = r.uint32())
                                    m.deviceIndex = v;
                                else
                                    delete m.deviceIndex;
                                continue;
                            }
                        case 5: {
                                if (u !== 2)
                                    break;
                                m.kernelState = $root.dsmil.communication.v1.DeviceKernelState.decode(r, r.size(), $undefined, q + 1, m.kernelState);
                                continue;
                            }
                        case 6: {
                                if (u !== 2)
                                    break;
                                m.securityState = $root.dsmil.communication.v1.DeviceSecurityState.decode(r, r.size(), $undefined, q + 1, m.securityState);
                                continue;
                            }
                        case 7: {
                                if (u !== 2)
                                    break;
                                m.interfaceState = $root.dsmil.communication.v1.DeviceInterfaceState.decode(r, r.size(), $undefined, q + 1, m.interfaceState);
                                continue;
                            }
                        case 8: {
                                if (u !== 2)
                                    break;
                                m.unifiedMetadata = $root.dsmil.communication.v1.DeviceMetadata.decode(r, r.size(), $undefined, q + 1, m.unifiedMetadata);
                                continue;
                            }
                        case 9: {
                                if (u !== 2)
                                    break;
                                m.synchronization = $root.dsmil.communication.v1.DeviceSynchronization.decode(r, r.size(), $undefined, q + 1, m.synchronization);
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return UnifiedDeviceState;
            })();

            v1.DeviceKernelState = (function() {

                const DeviceKernelState = function (p) {
                    this.lastRegisterValues = [];
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                DeviceKernelState.prototype.kernelActive = false;
                DeviceKernelState.prototype.powerState = 0;
                DeviceKernelState.prototype.lastRegisterValues = $util.emptyArray;
                DeviceKernelState.prototype.knownRegisters = 0;
                DeviceKernelState.prototype.lastKernelAccessNs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
                DeviceKernelState.prototype.kernelOperationCount = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
                DeviceKernelState.prototype.lastKernelError = 0;

                DeviceKernelState.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.kernelActive != null && $Object.hasOwnProperty.call(m, "kernelActive") && m.kernelActive !== false)
                        w.uint32(8).bool(m.kernelActive);
                    if (m.powerState != null && $Object.hasOwnProperty.call(m, "powerState") && m.powerState !== 0)
                        w.uint32(16).int32(m.powerState);
                    if (m.lastRegisterValues != null && m.lastRegisterValues.length) {
                        w.uint32(26).uint32s(m.lastRegisterValues);
                    }
                    if (m.knownRegisters != null && $Object.hasOwnProperty.call(m, "knownRegisters") && m.knownRegisters !== 0)
                        w.uint32(32).uint32(m.knownRegisters);
                    if (m.lastKernelAccessNs != null && $Object.hasOwnProperty.call(m, "lastKernelAccessNs") && (typeof m.lastKernelAccessNs === "object" ? m.lastKernelAccessNs.low || m.lastKernelAccessNs.high : m.lastKernelAccessNs !== 0))
                        w.uint32(40).uint64(m.lastKernelAccessNs);
                    if (m.kernelOperationCount != null && $Object.hasOwnProperty.call(m, "kernelOperationCount") && (typeof m.kernelOperationCount === "object" ? m.kernelOperationCount.low || m.kernelOperationCount.high : m.kernelOperationCount !== 0))
                        w.uint32(48).uint64(m.kernelOperationCount);
                    if (m.lastKernelError != null && $Object.hasOwnProperty.call(m, "lastKernelError") && m.lastKernelError !== 0)
                        w.uint32(56).sint32(m.lastKernelError);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                DeviceKernelState.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.communication.v1.DeviceKernelState();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 0)
                                    break;
                                if (v = r.bool())
                                    m.kernelActive = v;
                                else
                                    delete m.kernelActive;
                                continue;
                            }
                        case 2: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.powerState = v;
                                else
                                    delete m.powerState;
                                continue;
                            }
                        case 3: {
                                if (u === 2) {
                                    if (!(m.lastRegisterValues && m.lastRegisterValues.length))
                                        m.lastRegisterValues = [];
                                    r.uint32s(m.lastRegisterValues);
                                    continue;
                                }
                                if (u !== 0)
                                    break;
                                if (!(m.lastRegisterValues && m.lastRegisterValues.length))
                                    m.lastRegisterValues = [];
                                m.lastRegisterValues.push(r.uint32());
                                continue;
                            }
                        case 4: {
                                if (u !== 0)
                                    break;
                                if (v = r.uint32())
                                    m.knownRegisters = v;
                                else
                                    delete m.knownRegisters;
                                continue;
                            }
                        case 5: {
                                if (u !== 0)
                                    break;
                                if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
                                    m.lastKernelAccessNs = v;
                                else
                                    delete m.lastKernelAccessNs;
                                continue;
                            }
                        case 6: {
                                if (u !== 0)
                                    break;
                                if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
                                    m.kernelOperationCount = v;
                                else
                                    delete m.kernelOperationCount;
                                continue;
                            }
                        case 7: {
                                if (u !== 0)
                                    break;
                                if (v = r.sint32())
                                    m.lastKernelError = v;
                                else
                                    delete m.lastKernelError;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return DeviceKernelState;
            })();

            v1.DeviceSecurityState = (function() {

                const DeviceSecurityState = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                DeviceSecurityState.prototype.securityStatus = 0;
                DeviceSecurityState.prototype.accessAuthorized = false;
                DeviceSecurityState.prototype.requiredClearance = 0;
                DeviceSecurityState.prototype.failedAccessAttempts = 0;
                DeviceSecurityState.prototype.lastSecurityEventNs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
                DeviceSecurityState.prototype.auditEnabled = false;
                DeviceSecurityState.prototype.auditSequenceNumber = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                DeviceSecurityState.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.securityStatus != null && $Object.hasOwnProperty.call(m, "securityStatus") && m.securityStatus !== 0)
                        w.uint32(8).int32(m.securityStatus);
                    if (m.accessAuthorized != null && $Object.hasOwnProperty.call(m, "accessAuthorized") && m.accessAuthorized !== false)
                        w.uint32(16).bool(m.accessAuthorized);
                    if (m.requiredClearance != null && $Object.hasOwnProperty.call(m, "requiredClearance") && m.requiredClearance !== 0)
                        w.uint32(24).int32(m.requiredClearance);
                    if (m.failedAccessAttempts != null && $Object.hasOwnProperty.call(m, "failedAccessAttempts") && m.failedAccessAttempts !== 0)
                        w.uint32(32).uint32(m.failedAccessAttempts);
                    if (m.lastSecurityEventNs != null && $Object.hasOwnProperty.call(m, "lastSecurityEventNs") && (typeof m.lastSecurityEventNs === "object" ? m.lastSecurityEventNs.low || m.lastSecurityEventNs.high : m.lastSecurityEventNs !== 0))
                        w.uint32(40).uint64(m.lastSecurityEventNs);
                    if (m.auditEnabled != null && $Object.hasOwnProperty.call(m, "auditEnabled") && m.auditEnabled !== false)
                        w.uint32(48).bool(m.auditEnabled);
                    if (m.auditSequenceNumber != null && $Object.hasOwnProperty.call(m, "auditSequenceNumber") && (typeof m.auditSequenceNumber === "object" ? m.auditSequenceNumber.low || m.auditSequenceNumber.high : m.auditSequenceNumber !== 0))
                        w.uint32(56).uint64(m.auditSequenceNumber);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                DeviceSecurityState.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.communication.v1.DeviceSecurityState();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.securityStatus = v;
                                else
                                    delete m.securityStatus;
                                continue;
                            }
                        case 2: {
                                if (u !== 0)
                                    break;
                                if (v = r.bool())
                                    m.accessAuthorized = v;
                                else
                                    delete m.accessAuthorized;
                                continue;
                            }
                        case 3: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.requiredClearance = v;
                                else
                                    delete m.requiredClearance;
                                continue;
                            }
                        case 4: {
                                if (u !== 0)
                                    break;
                                if (v = r.uint32())
                                    m.failedAccessAttempts = v;
                                else
                                    delete m.failedAccessAttempts;
                                continue;
                            }
                        case 5: {
                                if (u !== 0)
                                    break;
                                if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
                                    m.lastSecurityEventNs = v;
                                else
                                    delete m.lastSecurityEventNs;
                                continue;
                            }
                        case 6: {
                                if (u !== 0)
                                    break;
                                if (v = r.bool())
                                    m.auditEnabled = v;
                                else
                                    delete m.auditEnabled;
                                continue;
                            }
                        case 7: {
                                if (u !== 0)
                                    break;
                                if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
                                    m.auditSequenceNumber = v;
                                else
                                    delete m.auditSequenceNumber;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return DeviceSecurityState;
            })();

            v1.DeviceInterfaceState = (function() {

                const DeviceInterfaceState = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                DeviceInterfaceState.prototype.uiMonitored = false;
                DeviceInterfaceState.prototype.displayState = 0;
                DeviceInterfaceState.prototype.activeUiSessions = 0;
                DeviceInterfaceState.prototype.lastUiInteractionNs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
                DeviceInterfaceState.prototype.userNotificationsPending = false;
                DeviceInterfaceState.prototype.attentionRequired = 0;

                DeviceInterfaceState.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.uiMonitored != null && $Object.hasOwnProperty.call(m, "uiMonitored") && m.uiMonitored !== false)
                        w.uint32(8).bool(m.uiMonitored);
                    if (m.displayState != null && $Object.hasOwnProperty.call(m, "displayState") && m.displayState !== 0)
                        w.uint32(16).int32(m.displayState);
                    if (m.activeUiSessions != null && $Object.hasOwnProperty.call(m, "activeUiSessions") && m.activeUiSessions !== 0)
                        w.uint32(24).uint32(m.activeUiSessions);
                    if (m.lastUiInteractionNs != null && $Object.hasOwnProperty.call(m, "lastUiInteractionNs") && (typeof m.lastUiInteractionNs === "object" ? m.lastUiInteractionNs.low || m.lastUiInteractionNs.high : m.lastUiInteractionNs !== 0))
                        w.uint32(32).uint64(m.lastUiInteractionNs);
                    if (m.userNotificationsPending != null && $Object.hasOwnProperty.call(m, "userNotificationsPending") && m.userNotificationsPending !== false)
                        w.uint32(40).bool(m.userNotificationsPending);
                    if (m.attentionRequired != null && $Object.hasOwnProperty.call(m, "attentionRequired") && m.attentionRequired !== 0)
                        w.uint32(48).int32(m.attentionRequired);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                DeviceInterfaceState.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.communication.v1.DeviceInterfaceState();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 0)
                                    break;
                                if (v = r.bool())
                                    m.uiMonitored = v;
                                else
                                    delete m.uiMonitored;
                                continue;
                            }
                        case 2: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.displayState = v;
                                else
                                    delete m.displayState;
                                continue;
                            }
                        case 3: {
                                if (u !== 0)
                                    break;
                                if (v = r.uint32())
                                    m.activeUiSessions = v;
                                else
                                    delete m.activeUiSessions;
                                continue;
                            }
                        case 4: {
                                if (u !== 0)
                                    break;
                                if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
                                    m.lastUiInteractionNs = v;
                                else
                                    delete m.lastUiInteractionNs;
                                continue;
                            }
                        case 5: {
                                if (u !== 0)
                                    break;
                                if (v = r.bool())
                                    m.userNotificationsPending = v;
                                else
                                    delete m.userNotificationsPending;
                                continue;
                            }
                        case 6: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.attentionRequired = v;
                                else
                                    delete m.attentionRequired;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return DeviceInterfaceState;
            })();

            v1.DeviceMetadata = (function() {

                const DeviceMetadata = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                DeviceMetadata.prototype.currentRiskLevel = 0;
                DeviceMetadata.prototype.overallStatus = 0;
                DeviceMetadata.prototype.emergencyStopApplied = false;
                DeviceMetadata.prototype.lastStateChangeNs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
                DeviceMetadata.prototype.stateChangeCount = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                DeviceMetadata.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.currentRiskLevel != null && $Object.hasOwnProperty.call(m, "currentRiskLevel") && m.currentRiskLevel !== 0)
                        w.uint32(8).int32(m.currentRiskLevel);
                    if (m.overallStatus != null && $Object.hasOwnProperty.call(m, "overallStatus") && m.overallStatus !== 0)
                        w.uint32(16).int32(m.overallStatus);
                    if (m.emergencyStopApplied != null && $Object.hasOwnProperty.call(m, "emergencyStopApplied") && m.emergencyStopApplied !== false)
                        w.uint32(24).bool(m.emergencyStopApplied);
                    if (m.lastStateChangeNs != null && $Object.hasOwnProperty.call(m, "lastStateChangeNs") && (typeof m.lastStateChangeNs === "object" ? m.lastStateChangeNs.low || m.lastStateChangeNs.high : m.lastStateChangeNs !== 0))
                        w.uint32(32).uint64(m.lastStateChangeNs);
                    if (m.stateChangeCount != null && $Object.hasOwnProperty.call(m, "stateChangeCount") && (typeof m.stateChangeCount === "object" ? m.stateChangeCount.low || m.stateChangeCount.high : m.stateChangeCount !== 0))
                        w.uint32(40).uint64(m.stateChangeCount);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                DeviceMetadata.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.communication.v1.DeviceMetadata();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.currentRiskLevel = v;
                                else
                                    delete m.currentRiskLevel;
                                continue;
                            }
                        case 2: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.overallStatus = v;
                                else
                                    delete m.overallStatus;
                                continue;
                            }
                        case 3: {
                                if (u !== 0)
                                    break;
                                if (v = r.bool())
                                    m.emergencyStopApplied = v;
                                else
                                    delete m.emergencyStopApplied;
                                continue;
                            }
                        case 4: {
                                if (u !== 0)
                                    break;
                                if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
                                    m.lastStateChangeNs = v;
                                else
                                    delete m.lastStateChangeNs;
                                continue;
                            }
                        case 5: {
                                if (u !== 0)
                                    break;
                                if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
                                    m.stateChangeCount = v;
                                else
                                    delete m.stateChangeCount;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return DeviceMetadata;
            })();

            v1.DeviceSynchronization = (function() {

                const DeviceSynchronization = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                DeviceSynchronization.prototype.kernelSyncVersion = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
                DeviceSynchronization.prototype.securitySyncVersion = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
                DeviceSynchronization.prototype.interfaceSyncVersion = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
                DeviceSynchronization.prototype.lastSyncTimestampNs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
                DeviceSynchronization.prototype.syncInProgress = false;
                DeviceSynchronization.prototype.syncConflictsDetected = 0;

                DeviceSynchronization.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.kernelSyncVersion != null && $Object.hasOwnProperty.call(m, "kernelSyncVersion") && (typeof m.kernelSyncVersion === "object" ? m.kernelSyncVersion.low || m.kernelSyncVersion.high : m.kernelSyncVersion !== 0))
                        w.uint32(8).uint64(m.kernelSyncVersion);
                    if (m.securitySyncVersion != null && $Object.hasOwnProperty.call(m, "securitySyncVersion") && (typeof m.securitySyncVersion === "object" ? m.securitySyncVersion.low || m.securitySyncVersion.high : m.securitySyncVersion !== 0))
                        w.uint32(16).uint64(m.securitySyncVersion);
                    if (m.interfaceSyncVersion != null && $Object.hasOwnProperty.call(m, "interfaceSyncVersion") && (typeof m.interfaceSyncVersion === "object" ? m.interfaceSyncVersion.low || m.interfaceSyncVersion.high : m.interfaceSyncVersion !== 0))
                        w.uint32(24).uint64(m.interfaceSyncVersion);
                    if (m.lastSyncTimestampNs != null && $Object.hasOwnProperty.call(m, "lastSyncTimestampNs") && (typeof m.lastSyncTimestampNs === "object" ? m.lastSyncTimestampNs.low || m.lastSyncTimestampNs.high : m.lastSyncTimestampNs !== 0))
                        w.uint32(32).uint64(m.lastSyncTimestampNs);
                    if (m.syncInProgress != null && $Object.hasOwnProperty.call(m, "syncInProgress") && m.syncInProgress !== false)
                        w.uint32(40).bool(m.syncInProgress);
                    if (m.syncConflictsDetected != null && $Object.hasOwnProperty.call(m, "syncConflictsDetected") && m.syncConflictsDetected !== 0)
                        w.uint32(48).uint32(m.syncConflictsDetected);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                DeviceSynchronization.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.communication.v1.DeviceSynchronization();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 0)
                                    break;
                                if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
                                    m.kernelSyncVersion = v;
                                else
                                    delete m.kernelSyncVersion;
                                continue;
                            }
                        case 2: {
                                if (u !== 0)
                                    break;
                                if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
                                    m.securitySyncVersion = v;
                                else
                                    delete m.securitySyncVersion;
                                continue;
                            }
                        case 3: {
                                if (u !== 0)
                                    break;
                                if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
                                    m.interfaceSyncVersion = v;
                                else
                                    delete m.interfaceSyncVersion;
                                continue;
                            }
                        case 4: {
                                if (u !== 0)
                                    break;
                                if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
                                    m.lastSyncTimestampNs = v;
                                else
                                    delete m.lastSyncTimestampNs;
                                continue;
                            }
                        case 5: {
                                if (u !== 0)
                                    break;
                                if (v = r.bool())
                                    m.syncInProgress = v;
                                else
                                    delete m.syncInProgress;
                                continue;
                            }
                        case 6: {
                                if (u !== 0)
                                    break;
                                if (v = r.uint32())
                                    m.syncConflictsDetected = v;
                                else
                                    delete m.syncConflictsDetected;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return DeviceSynchronization;
            })();

            v1.StateConflict = (function() {

                const StateConflict = function (p) {
                    this.claims = [];
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                StateConflict.prototype.deviceId = 0;
                StateConflict.prototype.field = "";
                StateConflict.prototype.status = 0;
                StateConflict.prototype.blocksEffects = false;
                StateConflict.prototype.value = "";
                StateConflict.prototype.claims = $util.emptyArray;

                StateConflict.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.deviceId != null && $Object.hasOwnProperty.call(m, "deviceId") && m.deviceId !== 0)
                        w.uint32(8).uint32(m.deviceId);
                    if (m.field != null && $Object.hasOwnProperty.call(m, "field") && m.field !== "")
                        w.uint32(18).string(m.field);
                    if (m.status != null && $Object.hasOwnProperty.call(m, "status") && m.status !== 0)
                        w.uint32(24).int32(m.status);
                    if (m.blocksEffects != null && $Object.hasOwnProperty.call(m, "blocksEffects") && m.blocksEffects !== false)
                        w.uint32(32).bool(m.blocksEffects);
                    if (m.value != null && $Object.hasOwnProperty.call(m, "value") && m.value !== "")
                        w.uint32(42).string(m.value);
                    if (m.claims != null && m.claims.length) {
                        for (var i = 0; i < m.claims.length; ++i)
                            $root.dsmil.communication.v1.ConflictClaim.encode(m.claims[i], w.uint32(50).fork(), q + 1).ldelim();
                    }
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                StateConflict.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.communication.v1.StateConflict();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 0)
                                    break;
                                if (v = r.uint32())
                                    m.deviceId = v;
                                else
                                    delete m.deviceId;
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.field = v;
                                else
                                    delete m.field;
                                continue;
                            }
                        case 3: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.status = v;
                                else
                                    delete m.status;
                                continue;
                            }
                        case 4: {
                                if (u !== 0)
                                    break;
                                if (v = r.bool())
                                    m.blocksEffects = v;
                                else
                                    delete m.blocksEffects;
                                continue;
                            }
                        case 5: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.value = v;
                                else
                                    delete m.value;
                                continue;
                            }
                        case 6: {
                                if (u !== 2)
                                    break;
                                if (!(m.claims && m.claims.length))
                                    m.claims = [];
                                m.claims.push($root.dsmil.communication.v1.ConflictClaim.decode(r, r.size(), $undefined, q + 1));
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return StateConflict;
            })();

            v1.ConflictClaim = (function() {

                const ConflictClaim = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                ConflictClaim.prototype.track = 0;
                ConflictClaim.prototype.value = "";

                ConflictClaim.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.track != null && $Object.hasOwnProperty.call(m, "track") && m.track !== 0)
                        w.uint32(8).int32(m.track);
                    if (m.value != null && $Object.hasOwnProperty.call(m, "value") && m.value !== "")
                        w.uint32(18).string(m.value);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                ConflictClaim.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.communication.v1.ConflictClaim();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.track = v;
                                else
                                    delete m.track;
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.value = v;
                                else
                                    delete m.value;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return ConflictClaim;
            })();

            v1.ConflictStatus = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "CONFLICT_STATUS_UNSPECIFIED"] = 0;
                values[valuesById[1] = "CONFLICT_STATUS_RESOLVED"] = 1;
                values[valuesById[2] = "CONFLICT_STATUS_OPEN"] = 2;
                values[valuesById[3] = "CONFLICT_STATUS_CONFLICT"] = 3;
                return values;
            })();

            v1.DevicePowerState = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "DEVICE_POWER_STATE_UNSPECIFIED"] = 0;
                values[valuesById[1] = "DEVICE_POWER_STATE_OFF"] = 1;
                values[valuesById[2] = "DEVICE_POWER_STATE_IDLE"] = 2;
                values[valuesById[3] = "DEVICE_POWER_STATE_ACTIVE"] = 3;
                values[valuesById[4] = "DEVICE_POWER_STATE_FAULT"] = 4;
                return values;
            })();

            v1.SecurityStatus = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "SECURITY_STATUS_UNSPECIFIED"] = 0;
                values[valuesById[1] = "SECURITY_STATUS_NORMAL"] = 1;
                values[valuesById[2] = "SECURITY_STATUS_ELEVATED"] = 2;
                values[valuesById[3] = "SECURITY_STATUS_ALERT"] = 3;
                values[valuesById[4] = "SECURITY_STATUS_COMPROMISED"] = 4;
                return values;
            })();

            v1.UiDisplayState = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "UI_DISPLAY_STATE_UNSPECIFIED"] = 0;
                values[valuesById[1] = "UI_DISPLAY_STATE_HIDDEN"] = 1;
                values[valuesById[2] = "UI_DISPLAY_STATE_LISTED"] = 2;
                values[valuesById[3] = "UI_DISPLAY_STATE_OPEN"] = 3;
                return values;
            })();

            v1.UserAttentionLevel = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "USER_ATTENTION_LEVEL_UNSPECIFIED"] = 0;
                values[valuesById[1] = "USER_ATTENTION_LEVEL_NOTICE"] = 1;
                values[valuesById[2] = "USER_ATTENTION_LEVEL_WARNING"] = 2;
                values[valuesById[3] = "USER_ATTENTION_LEVEL_URGENT"] = 3;
                return values;
            })();

            v1.OverallDeviceStatus = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "OVERALL_DEVICE_STATUS_UNSPECIFIED"] = 0;
                values[valuesById[1] = "OVERALL_DEVICE_STATUS_OPERATIONAL"] = 1;
                values[valuesById[2] = "OVERALL_DEVICE_STATUS_DEGRADED"] = 2;
                values[valuesById[3] = "OVERALL_DEVICE_STATUS_FAULT"] = 3;
                values[valuesById[4] = "OVERALL_DEVICE_STATUS_EMERGENCY_STOPPED"] = 4;
                values[valuesById[5] = "OVERALL_DEVICE_STATUS_QUARANTINED"] = 5;
                return values;
            })();

            return v1;
        })();

        return communication;
    })();

    dsmil.control = (function() {

        const control = {};

        control.v1 = (function() {

            const v1 = {};

            v1.Approval = (function() {

                const Approval = function (p) {
                    this.words = [];
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                Approval.prototype.approvalId = "";
                Approval.prototype.coordinationId = "";
                Approval.prototype.operationId = "";
                Approval.prototype.requester = "";
                Approval.prototype.justification = "";
                Approval.prototype.words = $util.emptyArray;
                Approval.prototype.risk = 0;
                Approval.prototype.document = null;
                Approval.prototype.demand = null;
                Approval.prototype.approvedBy = "";
                Approval.prototype.timeLeft = null;

                Approval.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.approvalId != null && $Object.hasOwnProperty.call(m, "approvalId") && m.approvalId !== "")
                        w.uint32(10).string(m.approvalId);
                    if (m.coordinationId != null && $Object.hasOwnProperty.call(m, "coordinationId") && m.coordinationId !== "")
                        w.uint32(18).string(m.coordinationId);
                    if (m.operationId != null && $Object.hasOwnProperty.call(m, "operationId") && m.operationId !== "")
                        w.uint32(26).string(m.operationId);
                    if (m.requester != null && $Object.hasOwnProperty.call(m, "requester") && m.requester !== "")
                        w.uint32(34).string(m.requester);
                    if (m.justification != null && $Object.hasOwnProperty.call(m, "justification") && m.justification !== "")
                        w.uint32(42).string(m.justification);
                    if (m.words != null && m.words.length) {
                        for (var i = 0; i < m.words.length; ++i)
                            w.uint32(50).string(m.words[i]);
                    }
                    if (m.risk != null && $Object.hasOwnProperty.call(m, "risk") && m.risk !== 0)
                        w.uint32(56).int32(m.risk);
                    if (m.document != null && $Object.hasOwnProperty.call(m, "document"))
                        $root.dsmil.control.v1.SignedDocument.encode(m.document, w.uint32(66).fork(), q + 1).ldelim();
                    if (m.demand != null && $Object.hasOwnProperty.call(m, "demand"))
                        $root.dsmil.control.v1.Demand.encode(m.demand, w.uint32(74).fork(), q + 1).ldelim();
                    if (m.approvedBy != null && $Object.hasOwnProperty.call(m, "approvedBy") && m.approvedBy !== "")
                        w.uint32(82).string(m.approvedBy);
                    if (m.timeLeft != null && $Object.hasOwnProperty.call(m, "timeLeft"))
                        $root.google.protobuf.Duration.encode(m.timeLeft, w.uint32(90).fork(), q + 1).ldelim();
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                Approval.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.Approval();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.approvalId = v;
                                else
                                    delete m.approvalId;
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.coordinationId = v;
                                else
                                    delete m.coordinationId;
                                continue;
                            }
                        case 3: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.operationId = v;
                                else
                                    delete m.operationId;
                                continue;
                            }
                        case 4: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.requester = v;
                                else
                                    delete m.requester;
                                continue;
                            }
                        case 5: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.justification = v;
                                else
                                    delete m.justification;
                                continue;
                            }
                        case 6: {
                                if (u !== 2)
                                    break;
                                if (!(m.words && m.words.length))
                                    m.words = [];
                                m.words.push(r.stringVerify());
                                continue;
                            }
                        case 7: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.risk = v;
                                else
                                    delete m.risk;
                                continue;
                            }
                        case 8: {
                                if (u !== 2)
                                    break;
                                m.document = $root.dsmil.control.v1.SignedDocument.decode(r, r.size(), $undefined, q + 1, m.document);
                                continue;
                            }
                        case 9: {
                                if (u !== 2)
                                    break;
                                m.demand = $root.dsmil.control.v1.Demand.decode(r, r.size(), $undefined, q + 1, m.demand);
                                continue;
                            }
                        case 10: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.approvedBy = v;
                                else
                                    delete m.approvedBy;
                                continue;
                            }
                        case 11: {
                                if (u !== 2)
                                    break;
                                m.timeLeft = $root.google.protobuf.Duration.decode(r, r.size(), $undefined, q + 1, m.timeLeft);
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return Approval;
            })();

            v1.ListApprovalsRequest = (function() {

                const ListApprovalsRequest = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                ListApprovalsRequest.prototype.pageSize = 0;
                ListApprovalsRequest.prototype.pageToken = "";

                ListApprovalsRequest.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.pageSize != null && $Object.hasOwnProperty.call(m, "pageSize") && m.pageSize !== 0)
                        w.uint32(8).uint32(m.pageSize);
                    if (m.pageToken != null && $Object.hasOwnProperty.call(m, "pageToken") && m.pageToken !== "")
                        w.uint32(18).string(m.pageToken);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                ListApprovalsRequest.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.ListApprovalsRequest();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 0)
                                    break;
                                if (v = r.uint32())
                                    m.pageSize = v;
                                else
                                    delete m.pageSize;
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.pageToken = v;
                                else
                                    delete m.pageToken;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return ListApprovalsRequest;
            })();

            v1.ListApprovalsResponse = (function() {

                const ListApprovalsResponse = function (p) {
                    this.approvals = [];
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                ListApprovalsResponse.prototype.approvals = $util.emptyArray;
                ListApprovalsResponse.prototype.nextPageToken = "";

                ListApprovalsResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.approvals != null && m.approvals.length) {
                        for (var i = 0; i < m.approvals.length; ++i)
                            $root.dsmil.control.v1.Approval.encode(m.approvals[i], w.uint32(10).fork(), q + 1).ldelim();
                    }
                    if (m.nextPageToken != null && $Object.hasOwnProperty.call(m, "nextPageToken") && m.nextPageToken !== "")
                        w.uint32(18).string(m.nextPageToken);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                ListApprovalsResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.ListApprovalsResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if (!(m.approvals && m.approvals.length))
                                    m.approvals = [];
                                m.approvals.push($root.dsmil.control.v1.Approval.decode(r, r.size(), $undefined, q + 1));
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.nextPageToken = v;
                                else
                                    delete m.nextPageToken;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return ListApprovalsResponse;
            })();

            v1.GetApprovalRequest = (function() {

                const GetApprovalRequest = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                GetApprovalRequest.prototype.approvalId = "";

                GetApprovalRequest.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.approvalId != null && $Object.hasOwnProperty.call(m, "approvalId") && m.approvalId !== "")
                        w.uint32(10).string(m.approvalId);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                GetApprovalRequest.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.GetApprovalRequest();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.approvalId = v;
                                else
                                    delete m.approvalId;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return GetApprovalRequest;
            })();

            v1.GetApprovalResponse = (function() {

                const GetApprovalResponse = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                GetApprovalResponse.prototype.approval = null;

                GetApprovalResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.approval != null && $Object.hasOwnProperty.call(m, "approval"))
                        $root.dsmil.control.v1.Approval.encode(m.approval, w.uint32(10).fork(), q + 1).ldelim();
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                GetApprovalResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.GetApprovalResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                m.approval = $root.dsmil.control.v1.Approval.decode(r, r.size(), $undefined, q + 1, m.approval);
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return GetApprovalResponse;
            })();

            v1.GiveApprovalRequest = (function() {

                const GiveApprovalRequest = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                GiveApprovalRequest.prototype.approvalId = "";
                GiveApprovalRequest.prototype.signature = null;

                GiveApprovalRequest.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.approvalId != null && $Object.hasOwnProperty.call(m, "approvalId") && m.approvalId !== "")
                        w.uint32(10).string(m.approvalId);
                    if (m.signature != null && $Object.hasOwnProperty.call(m, "signature"))
                        $root.dsmil.control.v1.Signature.encode(m.signature, w.uint32(18).fork(), q + 1).ldelim();
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                GiveApprovalRequest.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.GiveApprovalRequest();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.approvalId = v;
                                else
                                    delete m.approvalId;
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                m.signature = $root.dsmil.control.v1.Signature.decode(r, r.size(), $undefined, q + 1, m.signature);
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return GiveApprovalRequest;
            })();

            v1.GiveApprovalResponse = (function() {

                const GiveApprovalResponse = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                GiveApprovalResponse.prototype.approval = null;

                GiveApprovalResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.approval != null && $Object.hasOwnProperty.call(m, "approval"))
                        $root.dsmil.control.v1.Approval.encode(m.approval, w.uint32(10).fork(), q + 1).ldelim();
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                GiveApprovalResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.GiveApprovalResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                m.approval = $root.dsmil.control.v1.Approval.decode(r, r.size(), $undefined, q + 1, m.approval);
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return GiveApprovalResponse;
            })();

            v1.DenyApprovalRequest = (function() {

                const DenyApprovalRequest = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                DenyApprovalRequest.prototype.approvalId = "";

                DenyApprovalRequest.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.approvalId != null && $Object.hasOwnProperty.call(m, "approvalId") && m.approvalId !== "")
                        w.uint32(10).string(m.approvalId);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                DenyApprovalRequest.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.DenyApprovalRequest();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.approvalId = v;
                                else
                                    delete m.approvalId;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return DenyApprovalRequest;
            })();

            v1.DenyApprovalResponse = (function() {

                const DenyApprovalResponse = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                DenyApprovalResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                DenyApprovalResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.DenyApprovalResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        r.skipType(t & 7, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return DenyApprovalResponse;
            })();

            v1.SignedDocument = (function() {

                const SignedDocument = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                SignedDocument.prototype.domain = "";
                SignedDocument.prototype.document = "";
                SignedDocument.prototype.role = "";
                SignedDocument.prototype.digest = $util.newBuffer([]);

                SignedDocument.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.domain != null && $Object.hasOwnProperty.call(m, "domain") && m.domain !== "")
                        w.uint32(10).string(m.domain);
                    if (m.document != null && $Object.hasOwnProperty.call(m, "document") && m.document !== "")
                        w.uint32(18).string(m.document);
                    if (m.role != null && $Object.hasOwnProperty.call(m, "role") && m.role !== "")
                        w.uint32(26).string(m.role);
                    if (m.digest != null && $Object.hasOwnProperty.call(m, "digest") && m.digest.length)
                        w.uint32(34).bytes(m.digest);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                SignedDocument.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.SignedDocument();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.domain = v;
                                else
                                    delete m.domain;
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.document = v;
                                else
                                    delete m.document;
                                continue;
                            }
                        case 3: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.role = v;
                                else
                                    delete m.role;
                                continue;
                            }
                        case 4: {
                                if (u !== 2)
                                    break;
                                if ((v = r.bytes()).length)
                                    m.digest = v;
                                else
                                    delete m.digest;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return SignedDocument;
            })();

            v1.Signature = (function() {

                const Signature = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                Signature.prototype.keyId = "";
                Signature.prototype.signature = $util.newBuffer([]);

                Signature.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.keyId != null && $Object.hasOwnProperty.call(m, "keyId") && m.keyId !== "")
                        w.uint32(10).string(m.keyId);
                    if (m.signature != null && $Object.hasOwnProperty.call(m, "signature") && m.signature.length)
                        w.uint32(18).bytes(m.signature);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                Signature.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.Signature();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.keyId = v;
                                else
                                    delete m.keyId;
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                if ((v = r.bytes()).length)
                                    m.signature = v;
                                else
                                    delete m.signature;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return Signature;
            })();

            v1.Demand = (function() {

                const Demand = function (p) {
                    this.compartments = [];
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                Demand.prototype.requiredClearance = 0;
                Demand.prototype.compartments = $util.emptyArray;

                Demand.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.requiredClearance != null && $Object.hasOwnProperty.call(m, "requiredClearance") && m.requiredClearance !== 0)
                        w.uint32(8).int32(m.requiredClearance);
                    if (m.compartments != null && m.compartments.length) {
                        for (var i = 0; i < m.compartments.length; ++i)
                            w.uint32(18).string(m.compartments[i]);
                    }
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                Demand.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.Demand();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.requiredClearance = v;
                                else
                                    delete m.requiredClearance;
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                if (!(m.compartments && m.compartments.length))
                                    m.compartments = [];
                                m.compartments.push(r.stringVerify());
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return Demand;
            })();

            v1.SearchEntriesRequest = (function() {

                const SearchEntriesRequest = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                SearchEntriesRequest.prototype.kind = "";
                SearchEntriesRequest.prototype.actor = "";
                SearchEntriesRequest.prototype.deviceId = 0;
                SearchEntriesRequest.prototype.coordinationId = "";
                SearchEntriesRequest.prototype.minSeverity = 0;
                SearchEntriesRequest.prototype.from = null;
                SearchEntriesRequest.prototype.to = null;
                SearchEntriesRequest.prototype.text = "";
                SearchEntriesRequest.prototype.pageSize = 0;
                SearchEntriesRequest.prototype.pageToken = "";

                SearchEntriesRequest.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.kind != null && $Object.hasOwnProperty.call(m, "kind") && m.kind !== "")
                        w.uint32(10).string(m.kind);
                    if (m.actor != null && $Object.hasOwnProperty.call(m, "actor") && m.actor !== "")
                        w.uint32(18).string(m.actor);
                    if (m.deviceId != null && $Object.hasOwnProperty.call(m, "deviceId") && m.deviceId !== 0)
                        w.uint32(24).uint32(m.deviceId);
                    if (m.coordinationId != null && $Object.hasOwnProperty.call(m, "coordinationId") && m.coordinationId !== "")
                        w.uint32(34).string(m.coordinationId);
                    if (m.minSeverity != null && $Object.hasOwnProperty.call(m, "minSeverity") && m.minSeverity !== 0)
                        w.uint32(40).int32(m.minSeverity);
                    if (m.from != null && $Object.hasOwnProperty.call(m, "from"))
                        $root.google.protobuf.Timestamp.encode(m.from, w.uint32(50).fork(), q + 1).ldelim();
                    if (m.to != null && $Object.hasOwnProperty.call(m, "to"))
                        $root.google.protobuf.Timestamp.encode(m.to, w.uint32(58).fork(), q + 1).ldelim();
                    if (m.text != null && $Object.hasOwnProperty.call(m, "text") && m.text !== "")
                        w.uint32(66).string(m.text);
                    if (m.pageSize != null && $Object.hasOwnProperty.call(m, "pageSize") && m.pageSize !== 0)
                        w.uint32(72).uint32(m.pageSize);
                    if (m.pageToken != null && $Object.hasOwnProperty.call(m, "pageToken") && m.pageToken !== "")
                        w.uint32(82).string(m.pageToken);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                SearchEntriesRequest.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.SearchEntriesRequest();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.kind = v;
                                else
                                    delete m.kind;
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.actor = v;
                                else
                                    delete m.actor;
                                continue;
                            }
                        case 3: {
                                if (u !== 0)
                                    break;
                                if (v = r.uint32())
                                    m.deviceId = v;
                                else
                                    delete m.deviceId;
                                continue;
                            }
                        case 4: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.coordinationId = v;
                                else
                                    delete m.coordinationId;
                                continue;
                            }
                        case 5: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.minSeverity = v;
                                else
                                    delete m.minSeverity;
                                continue;
                            }
                        case 6: {
                                if (u !== 2)
                                    break;
                                m.from = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.from);
                                continue;
                            }
                        case 7: {
                                if (u !== 2)
                                    break;
                                m.to = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.to);
                                continue;
                            }
                        case 8: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.text = v;
                                else
                                    delete m.text;
                                continue;
                            }
                        case 9: {
                                if (u !== 0)
                                    break;
                                if (v = r.uint32())
                                    m.pageSize = v;
                                else
                                    delete m.pageSize;
                                continue;
                            }
                        case 10: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.pageToken = v;
                                else
                                    delete m.pageToken;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return SearchEntriesRequest;
            })();

            v1.SearchEntriesResponse = (function() {

                const SearchEntriesResponse = function (p) {
                    this.entries = [];
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                SearchEntriesResponse.prototype.entries = $util.emptyArray;
                SearchEntriesResponse.prototype.nextPageToken = "";

                SearchEntriesResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.entries != null && m.entries.length) {
                        for (var i = 0; i < m.entries.length; ++i)
                            $root.dsmil.control.v1.AuditEntry.encode(m.entries[i], w.uint32(10).fork(), q + 1).ldelim();
                    }
                    if (m.nextPageToken != null && $Object.hasOwnProperty.call(m, "nextPageToken") && m.nextPageToken !== "")
                        w.uint32(18).string(m.nextPageToken);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                SearchEntriesResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.SearchEntriesResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if (!(m.entries && m.entries.length))
                                    m.entries = [];
                                m.entries.push($root.dsmil.control.v1.AuditEntry.decode(r, r.size(), $undefined, q + 1));
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.nextPageToken = v;
                                else
                                    delete m.nextPageToken;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return SearchEntriesResponse;
            })();

            v1.AuditEntry = (function() {

                const AuditEntry = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                AuditEntry.prototype.index = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
                AuditEntry.prototype.leafHash = $util.newBuffer([]);
                AuditEntry.prototype.leaf = "";

                AuditEntry.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.index != null && $Object.hasOwnProperty.call(m, "index") && (typeof m.index === "object" ? m.index.low || m.index.high : m.index !== 0))
                        w.uint32(8).uint64(m.index);
                    if (m.leafHash != null && $Object.hasOwnProperty.call(m, "leafHash") && m.leafHash.length)
                        w.uint32(18).bytes(m.leafHash);
                    if (m.leaf != null && $Object.hasOwnProperty.call(m, "leaf") && m.leaf !== "")
                        w.uint32(26).string(m.leaf);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                AuditEntry.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.AuditEntry();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 0)
                                    break;
                                if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
                                    m.index = v;
                                else
                                    delete m.index;
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                if ((v = r.bytes()).length)
                                    m.leafHash = v;
                                else
                                    delete m.leafHash;
                                continue;
                            }
                        case 3: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.leaf = v;
                                else
                                    delete m.leaf;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return AuditEntry;
            })();

            v1.ProveInclusionRequest = (function() {

                const ProveInclusionRequest = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                ProveInclusionRequest.prototype.index = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
                ProveInclusionRequest.prototype.treeSize = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                ProveInclusionRequest.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.index != null && $Object.hasOwnProperty.call(m, "index") && (typeof m.index === "object" ? m.index.low || m.index.high : m.index !== 0))
                        w.uint32(8).uint64(m.index);
                    if (m.treeSize != null && $Object.hasOwnProperty.call(m, "treeSize") && (typeof m.treeSize === "object" ? m.treeSize.low || m.treeSize.high : m.treeSize !== 0))
                        w.uint32(16).uint64(m.treeSize);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                ProveInclusionRequest.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.ProveInclusionRequest();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 0)
                                    break;
                                if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
                                    m.index = v;
                                else
                                    delete m.index;
                                continue;
                            }
                        case 2: {
                                if (u !== 0)
                                    break;
                                if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
                                    m.treeSize = v;
                                else
                                    delete m.treeSize;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return ProveInclusionRequest;
            })();

            v1.ProveInclusionResponse = (function() {

                const ProveInclusionResponse = function (p) {
                    this.hashes = [];
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                ProveInclusionResponse.prototype.hashes = $util.emptyArray;
                ProveInclusionResponse.prototype.treeSize = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                ProveInclusionResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.hashes != null && m.hashes.length) {
                        for (var i = 0; i < m.hashes.length; ++i)
                            w.uint32(10).bytes(m.hashes[i]);
                    }
                    if (m.treeSize != null && $Object.hasOwnProperty.call(m, "treeSize") && (typeof m.treeSize === "object" ? m.treeSize.low || m.treeSize.high : m.treeSize !== 0))
                        w.uint32(16).uint64(m.treeSize);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                ProveInclusionResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.ProveInclusionResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if (!(m.hashes && m.hashes.length))
                                    m.hashes = [];
                                m.hashes.push(r.bytes());
                                continue;
                            }
                        case 2: {
                                if (u !== 0)
                                    break;
                                if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
                                    m.treeSize = v;
                                else
                                    delete m.treeSize;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return ProveInclusionResponse;
            })();

            v1.ProveConsistencyRequest = (function() {

                const ProveConsistencyRequest = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                ProveConsistencyRequest.prototype.firstSize = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
                ProveConsistencyRequest.prototype.secondSize = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                ProveConsistencyRequest.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.firstSize != null && $Object.hasOwnProperty.call(m, "firstSize") && (typeof m.firstSize === "object" ? m.firstSize.low || m.firstSize.high : m.firstSize !== 0))
                        w.uint32(8).uint64(m.firstSize);
                    if (m.secondSize != null && $Object.hasOwnProperty.call(m, "secondSize") && (typeof m.secondSize === "object" ? m.secondSize.low || m.secondSize.high : m.secondSize !== 0))
                        w.uint32(16).uint64(m.secondSize);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                ProveConsistencyRequest.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.ProveConsistencyRequest();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 0)
                                    break;
                                if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
                                    m.firstSize = v;
                                else
                                    delete m.firstSize;
                                continue;
                            }
                        case 2: {
                                if (u !== 0)
                                    break;
                                if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
                                    m.secondSize = v;
                                else
                                    delete m.secondSize;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return ProveConsistencyRequest;
            })();

            v1.ProveConsistencyResponse = (function() {

                const ProveConsistencyResponse = function (p) {
                    this.hashes = [];
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                ProveConsistencyResponse.prototype.hashes = $util.emptyArray;
                ProveConsistencyResponse.prototype.secondSize = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                ProveConsistencyResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.hashes != null && m.hashes.length) {
                        for (var i = 0; i < m.hashes.length; ++i)
                            w.uint32(10).bytes(m.hashes[i]);
                    }
                    if (m.secondSize != null && $Object.hasOwnProperty.call(m, "secondSize") && (typeof m.secondSize === "object" ? m.secondSize.low || m.secondSize.high : m.secondSize !== 0))
                        w.uint32(16).uint64(m.secondSize);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                ProveConsistencyResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.ProveConsistencyResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if (!(m.hashes && m.hashes.length))
                                    m.hashes = [];
                                m.hashes.push(r.bytes());
                                continue;
                            }
                        case 2: {
                                if (u !== 0)
                                    break;
                                if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
                                    m.secondSize = v;
                                else
                                    delete m.secondSize;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return ProveConsistencyResponse;
            })();

            v1.GetCheckpointRequest = (function() {

                const GetCheckpointRequest = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                GetCheckpointRequest.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                GetCheckpointRequest.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.GetCheckpointRequest();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        r.skipType(t & 7, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return GetCheckpointRequest;
            })();

            v1.GetCheckpointResponse = (function() {

                const GetCheckpointResponse = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                GetCheckpointResponse.prototype.checkpoint = "";
                GetCheckpointResponse.prototype.treeSize = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                GetCheckpointResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.checkpoint != null && $Object.hasOwnProperty.call(m, "checkpoint") && m.checkpoint !== "")
                        w.uint32(10).string(m.checkpoint);
                    if (m.treeSize != null && $Object.hasOwnProperty.call(m, "treeSize") && (typeof m.treeSize === "object" ? m.treeSize.low || m.treeSize.high : m.treeSize !== 0))
                        w.uint32(16).uint64(m.treeSize);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                GetCheckpointResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.GetCheckpointResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.checkpoint = v;
                                else
                                    delete m.checkpoint;
                                continue;
                            }
                        case 2: {
                                if (u !== 0)
                                    break;
                                if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
                                    m.treeSize = v;
                                else
                                    delete m.treeSize;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return GetCheckpointResponse;
            })();

            v1.GetConfigurationRequest = (function() {

                const GetConfigurationRequest = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                GetConfigurationRequest.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                GetConfigurationRequest.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.GetConfigurationRequest();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        r.skipType(t & 7, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return GetConfigurationRequest;
            })();

            v1.GetConfigurationResponse = (function() {

                const GetConfigurationResponse = function (p) {
                    this.values = [];
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                GetConfigurationResponse.prototype.revision = $util.newBuffer([]);
                GetConfigurationResponse.prototype.file = "";
                GetConfigurationResponse.prototype.values = $util.emptyArray;

                GetConfigurationResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.revision != null && $Object.hasOwnProperty.call(m, "revision") && m.revision.length)
                        w.uint32(10).bytes(m.revision);
                    if (m.file != null && $Object.hasOwnProperty.call(m, "file") && m.file !== "")
                        w.uint32(18).string(m.file);
                    if (m.values != null && m.values.length) {
                        for (var i = 0; i < m.values.length; ++i)
                            $root.dsmil.control.v1.ConfigurationValue.encode(m.values[i], w.uint32(26).fork(), q + 1).ldelim();
                    }
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                GetConfigurationResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.GetConfigurationResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if ((v = r.bytes()).length)
                                    m.revision = v;
                                else
                                    delete m.revision;
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.file = v;
                                else
                                    delete m.file;
                                continue;
                            }
                        case 3: {
                                if (u !== 2)
                                    break;
                                if (!(m.values && m.values.length))
                                    m.values = [];
                                m.values.push($root.dsmil.control.v1.ConfigurationValue.decode(r, r.size(), $undefined, q + 1));
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return GetConfigurationResponse;
            })();

            v1.ConfigurationValue = (function() {

                const ConfigurationValue = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                ConfigurationValue.prototype.name = "";
                ConfigurationValue.prototype.value = "";
                ConfigurationValue.prototype.origin = 0;
                ConfigurationValue.prototype.place = "";

                ConfigurationValue.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.name != null && $Object.hasOwnProperty.call(m, "name") && m.name !== "")
                        w.uint32(10).string(m.name);
                    if (m.value != null && $Object.hasOwnProperty.call(m, "value") && m.value !== "")
                        w.uint32(18).string(m.value);
                    if (m.origin != null && $Object.hasOwnProperty.call(m, "origin") && m.origin !== 0)
                        w.uint32(24).int32(m.origin);
                    if (m.place != null && $Object.hasOwnProperty.call(m, "place") && m.place !== "")
                        w.uint32(34).string(m.place);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                ConfigurationValue.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.ConfigurationValue();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.name = v;
                                else
                                    delete m.name;
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.value = v;
                                else
                                    delete m.value;
                                continue;
                            }
                        case 3: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.origin = v;
                                else
                                    delete m.origin;
                                continue;
                            }
                        case 4: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.place = v;
                                else
                                    delete m.place;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return ConfigurationValue;
            })();

            v1.ConfigurationOrigin = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "CONFIGURATION_ORIGIN_UNSPECIFIED"] = 0;
                values[valuesById[1] = "CONFIGURATION_ORIGIN_DEFAULT"] = 1;
                values[valuesById[2] = "CONFIGURATION_ORIGIN_FILE"] = 2;
                values[valuesById[3] = "CONFIGURATION_ORIGIN_ENVIRONMENT"] = 3;
                return values;
            })();

            v1.Confirmation = (function() {

                const Confirmation = function (p) {
                    this.terms = [];
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                Confirmation.prototype.confirmationId = "";
                Confirmation.prototype.deviceId = 0;
                Confirmation.prototype.requester = "";
                Confirmation.prototype.summary = "";
                Confirmation.prototype.risk = 0;
                Confirmation.prototype.terms = $util.emptyArray;
                Confirmation.prototype.demand = null;
                Confirmation.prototype.digest = $util.newBuffer([]);
                Confirmation.prototype.timeLeft = null;

                Confirmation.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.confirmationId != null && $Object.hasOwnProperty.call(m, "confirmationId") && m.confirmationId !== "")
                        w.uint32(10).string(m.confirmationId);
                    if (m.deviceId != null && $Object.hasOwnProperty.call(m, "deviceId") && m.deviceId !== 0)
                        w.uint32(16).uint32(m.deviceId);
                    if (m.requester != null && $Object.hasOwnProperty.call(m, "requester") && m.requester !== "")
                        w.uint32(26).string(m.requester);
                    if (m.summary != null && $Object.hasOwnProperty.call(m, "summary") && m.summary !== "")
                        w.uint32(34).string(m.summary);
                    if (m.risk != null && $Object.hasOwnProperty.call(m, "risk") && m.risk !== 0)
                        w.uint32(40).int32(m.risk);
                    if (m.terms != null && m.terms.length) {
                        for (var i = 0; i < m.terms.length; ++i)
                            w.uint32(50).string(m.terms[i]);
                    }
                    if (m.demand != null && $Object.hasOwnProperty.call(m, "demand"))
                        $root.dsmil.control.v1.Demand.encode(m.demand, w.uint32(58).fork(), q + 1).ldelim();
                    if (m.digest != null && $Object.hasOwnProperty.call(m, "digest") && m.digest.length)
                        w.uint32(66).bytes(m.digest);
                    if (m.timeLeft != null && $Object.hasOwnProperty.call(m, "timeLeft"))
                        $root.google.protobuf.Duration.encode(m.timeLeft, w.uint32(74).fork(), q + 1).ldelim();
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                Confirmation.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.Confirmation();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.confirmationId = v;
                                else
                                    delete m.confirmationId;
                                continue;
                            }
                        case 2: {
                                if (u !== 0)
                                    break;
                                if (v = r.uint32())
                                    m.deviceId = v;
                                else
                                    delete m.deviceId;
                                continue;
                            }
                        case 3: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.requester = v;
                                else
                                    delete m.requester;
                                continue;
                            }
                        case 4: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.summary = v;
                                else
                                    delete m.summary;
                                continue;
                            }
                        case 5: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.risk = v;
                                else
                                    delete m.risk;
                                continue;
                            }
                        case 6: {
                                if (u !== 2)
                                    break;
                                if (!(m.terms && m.terms.length))
                                    m.terms = [];
                                m.terms.push(r.stringVerify());
                                continue;
                            }
                        case 7: {
                                if (u !== 2)
                                    break;
                                m.demand = $root.dsmil.control.v1.Demand.decode(r, r.size(), $undefined, q + 1, m.demand);
                                continue;
                            }
                        case 8: {
                                if (u !== 2)
                                    break;
                                if ((v = r.bytes()).length)
                                    m.digest = v;
                                else
                                    delete m.digest;
                                continue;
                            }
                        case 9: {
                                if (u !== 2)
                                    break;
                                m.timeLeft = $root.google.protobuf.Duration.decode(r, r.size(), $undefined, q + 1, m.timeLeft);
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return Confirmation;
            })();

            v1.ListConfirmationsRequest = (function() {

                const ListConfirmationsRequest = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                ListConfirmationsRequest.prototype.pageSize = 0;
                ListConfirmationsRequest.prototype.pageToken = "";

                ListConfirmationsRequest.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.pageSize != null && $Object.hasOwnProperty.call(m, "pageSize") && m.pageSize !== 0)
                        w.uint32(8).uint32(m.pageSize);
                    if (m.pageToken != null && $Object.hasOwnProperty.call(m, "pageToken") && m.pageToken !== "")
                        w.uint32(18).string(m.pageToken);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                ListConfirmationsRequest.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.ListConfirmationsRequest();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 0)
                                    break;
                                if (v = r.uint32())
                                    m.pageSize = v;
                                else
                                    delete m.pageSize;
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.pageToken = v;
                                else
                                    delete m.pageToken;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return ListConfirmationsRequest;
            })();

            v1.ListConfirmationsResponse = (function() {

                const ListConfirmationsResponse = function (p) {
                    this.confirmations = [];
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                ListConfirmationsResponse.prototype.confirmations = $util.emptyArray;
                ListConfirmationsResponse.prototype.nextPageToken = "";

                ListConfirmationsResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.confirmations != null && m.confirmations.length) {
                        for (var i = 0; i < m.confirmations.length; ++i)
                            $root.dsmil.control.v1.Confirmation.encode(m.confirmations[i], w.uint32(10).fork(), q + 1).ldelim();
                    }
                    if (m.nextPageToken != null && $Object.hasOwnProperty.call(m, "nextPageToken") && m.nextPageToken !== "")
                        w.uint32(18).string(m.nextPageToken);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                ListConfirmationsResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.ListConfirmationsResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if (!(m.confirmations && m.confirmations.length))
                                    m.confirmations = [];
                                m.confirmations.push($root.dsmil.control.v1.Confirmation.decode(r, r.size(), $undefined, q + 1));
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.nextPageToken = v;
                                else
                                    delete m.nextPageToken;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return ListConfirmationsResponse;
            })();

            v1.ShowConfirmationRequest = (function() {

                const ShowConfirmationRequest = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                ShowConfirmationRequest.prototype.confirmationId = "";

                ShowConfirmationRequest.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.confirmationId != null && $Object.hasOwnProperty.call(m, "confirmationId") && m.confirmationId !== "")
                        w.uint32(10).string(m.confirmationId);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                ShowConfirmationRequest.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.ShowConfirmationRequest();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.confirmationId = v;
                                else
                                    delete m.confirmationId;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return ShowConfirmationRequest;
            })();

            v1.ShowConfirmationResponse = (function() {

                const ShowConfirmationResponse = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                ShowConfirmationResponse.prototype.confirmation = null;

                ShowConfirmationResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.confirmation != null && $Object.hasOwnProperty.call(m, "confirmation"))
                        $root.dsmil.control.v1.Confirmation.encode(m.confirmation, w.uint32(10).fork(), q + 1).ldelim();
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                ShowConfirmationResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.ShowConfirmationResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                m.confirmation = $root.dsmil.control.v1.Confirmation.decode(r, r.size(), $undefined, q + 1, m.confirmation);
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return ShowConfirmationResponse;
            })();

            v1.AnswerConfirmationRequest = (function() {

                const AnswerConfirmationRequest = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                AnswerConfirmationRequest.prototype.confirmationId = "";
                AnswerConfirmationRequest.prototype.digest = $util.newBuffer([]);
                AnswerConfirmationRequest.prototype.confirmed = false;

                AnswerConfirmationRequest.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.confirmationId != null && $Object.hasOwnProperty.call(m, "confirmationId") && m.confirmationId !== "")
                        w.uint32(10).string(m.confirmationId);
                    if (m.digest != null && $Object.hasOwnProperty.call(m, "digest") && m.digest.length)
                        w.uint32(18).bytes(m.digest);
                    if (m.confirmed != null && $Object.hasOwnProperty.call(m, "confirmed") && m.confirmed !== false)
                        w.uint32(24).bool(m.confirmed);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                AnswerConfirmationRequest.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.AnswerConfirmationRequest();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.confirmationId = v;
                                else
                                    delete m.confirmationId;
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                if ((v = r.bytes()).length)
                                    m.digest = v;
                                else
                                    delete m.digest;
                                continue;
                            }
                        case 3: {
                                if (u !== 0)
                                    break;
                                if (v = r.bool())
                                    m.confirmed = v;
                                else
                                    delete m.confirmed;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return AnswerConfirmationRequest;
            })();

            v1.AnswerConfirmationResponse = (function() {

                const AnswerConfirmationResponse = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                AnswerConfirmationResponse.prototype.outcome = 0;

                AnswerConfirmationResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.outcome != null && $Object.hasOwnProperty.call(m, "outcome") && m.outcome !== 0)
                        w.uint32(8).int32(m.outcome);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                AnswerConfirmationResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.AnswerConfirmationResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.outcome = v;
                                else
                                    delete m.outcome;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return AnswerConfirmationResponse;
            })();

            v1.ConfirmationOutcome = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "CONFIRMATION_OUTCOME_UNSPECIFIED"] = 0;
                values[valuesById[1] = "CONFIRMATION_OUTCOME_CONFIRMED"] = 1;
                values[valuesById[2] = "CONFIRMATION_OUTCOME_REFUSED"] = 2;
                return values;
            })();

            v1.Conflict = (function() {

                const Conflict = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                Conflict.prototype.conflict = null;
                Conflict.prototype.about = "";

                Conflict.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.conflict != null && $Object.hasOwnProperty.call(m, "conflict"))
                        $root.dsmil.communication.v1.StateConflict.encode(m.conflict, w.uint32(10).fork(), q + 1).ldelim();
                    if (m.about != null && $Object.hasOwnProperty.call(m, "about") && m.about !== "")
                        w.uint32(18).string(m.about);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                Conflict.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.Conflict();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                m.conflict = $root.dsmil.communication.v1.StateConflict.decode(r, r.size(), $undefined, q + 1, m.conflict);
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.about = v;
                                else
                                    delete m.about;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return Conflict;
            })();

            v1.ListConflictsRequest = (function() {

                const ListConflictsRequest = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                ListConflictsRequest.prototype.pageSize = 0;
                ListConflictsRequest.prototype.pageToken = "";

                ListConflictsRequest.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.pageSize != null && $Object.hasOwnProperty.call(m, "pageSize") && m.pageSize !== 0)
                        w.uint32(8).uint32(m.pageSize);
                    if (m.pageToken != null && $Object.hasOwnProperty.call(m, "pageToken") && m.pageToken !== "")
                        w.uint32(18).string(m.pageToken);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                ListConflictsRequest.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.ListConflictsRequest();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 0)
                                    break;
                                if (v = r.uint32())
                                    m.pageSize = v;
                                else
                                    delete m.pageSize;
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.pageToken = v;
                                else
                                    delete m.pageToken;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return ListConflictsRequest;
            })();

            v1.ListConflictsResponse = (function() {

                const ListConflictsResponse = function (p) {
                    this.conflicts = [];
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                ListConflictsResponse.prototype.conflicts = $util.emptyArray;
                ListConflictsResponse.prototype.nextPageToken = "";

                ListConflictsResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.conflicts != null && m.conflicts.length) {
                        for (var i = 0; i < m.conflicts.length; ++i)
                            $root.dsmil.control.v1.Conflict.encode(m.conflicts[i], w.uint32(10).fork(), q + 1).ldelim();
                    }
                    if (m.nextPageToken != null && $Object.hasOwnProperty.call(m, "nextPageToken") && m.nextPageToken !== "")
                        w.uint32(18).string(m.nextPageToken);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                ListConflictsResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.ListConflictsResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if (!(m.conflicts && m.conflicts.length))
                                    m.conflicts = [];
                                m.conflicts.push($root.dsmil.control.v1.Conflict.decode(r, r.size(), $undefined, q + 1));
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.nextPageToken = v;
                                else
                                    delete m.nextPageToken;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return ListConflictsResponse;
            })();

            v1.DecideConflictRequest = (function() {

                const DecideConflictRequest = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                DecideConflictRequest.prototype.deviceId = 0;
                DecideConflictRequest.prototype.field = "";
                DecideConflictRequest.prototype.about = "";
                DecideConflictRequest.prototype.value = "";

                DecideConflictRequest.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.deviceId != null && $Object.hasOwnProperty.call(m, "deviceId") && m.deviceId !== 0)
                        w.uint32(8).uint32(m.deviceId);
                    if (m.field != null && $Object.hasOwnProperty.call(m, "field") && m.field !== "")
                        w.uint32(18).string(m.field);
                    if (m.about != null && $Object.hasOwnProperty.call(m, "about") && m.about !== "")
                        w.uint32(26).string(m.about);
                    if (m.value != null && $Object.hasOwnProperty.call(m, "value") && m.value !== "")
                        w.uint32(34).string(m.value);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                DecideConflictRequest.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.DecideConflictRequest();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 0)
                                    break;
                                if (v = r.uint32())
                                    m.deviceId = v;
                                else
                                    delete m.deviceId;
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.field = v;
                                else
                                    delete m.field;
                                continue;
                            }
                        case 3: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.about = v;
                                else
                                    delete m.about;
                                continue;
                            }
                        case 4: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.value = v;
                                else
                                    delete m.value;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return DecideConflictRequest;
            })();

            v1.DecideConflictResponse = (function() {

                const DecideConflictResponse = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                DecideConflictResponse.prototype.state = 0;

                DecideConflictResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.state != null && $Object.hasOwnProperty.call(m, "state") && m.state !== 0)
                        w.uint32(8).int32(m.state);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                DecideConflictResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.DecideConflictResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.state = v;
                                else
                                    delete m.state;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return DecideConflictResponse;
            })();

            v1.DecisionState = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "DECISION_STATE_UNSPECIFIED"] = 0;
                values[valuesById[1] = "DECISION_STATE_DECIDED"] = 1;
                values[valuesById[2] = "DECISION_STATE_WAITS_FOR_SECOND_PERSON"] = 2;
                return values;
            })();

            v1.ListDevicesRequest = (function() {

                const ListDevicesRequest = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                ListDevicesRequest.prototype.pageSize = 0;
                ListDevicesRequest.prototype.pageToken = "";

                ListDevicesRequest.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.pageSize != null && $Object.hasOwnProperty.call(m, "pageSize") && m.pageSize !== 0)
                        w.uint32(8).uint32(m.pageSize);
                    if (m.pageToken != null && $Object.hasOwnProperty.call(m, "pageToken") && m.pageToken !== "")
                        w.uint32(18).string(m.pageToken);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                ListDevicesRequest.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.ListDevicesRequest();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 0)
                                    break;
                                if (v = r.uint32())
                                    m.pageSize = v;
                                else
                                    delete m.pageSize;
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.pageToken = v;
                                else
                                    delete m.pageToken;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return ListDevicesRequest;
            })();

            v1.ListDevicesResponse = (function() {

                const ListDevicesResponse = function (p) {
                    this.devices = [];
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                ListDevicesResponse.prototype.devices = $util.emptyArray;
                ListDevicesResponse.prototype.nextPageToken = "";

                ListDevicesResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.devices != null && m.devices.length) {
                        for (var i = 0; i < m.devices.length; ++i)
                            $root.dsmil.communication.v1.UnifiedDeviceState.encode(m.devices[i], w.uint32(10).fork(), q + 1).ldelim();
                    }
                    if (m.nextPageToken != null && $Object.hasOwnProperty.call(m, "nextPageToken") && m.nextPageToken !== "")
                        w.uint32(18).string(m.nextPageToken);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                ListDevicesResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.ListDevicesResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if (!(m.devices && m.devices.length))
                                    m.devices = [];
                                m.devices.push($root.dsmil.communication.v1.UnifiedDeviceState.decode(r, r.size(), $undefined, q + 1));
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.nextPageToken = v;
                                else
                                    delete m.nextPageToken;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return ListDevicesResponse;
            })();

            v1.GetDeviceRequest = (function() {

                const GetDeviceRequest = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                GetDeviceRequest.prototype.deviceId = 0;

                GetDeviceRequest.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.deviceId != null && $Object.hasOwnProperty.call(m, "deviceId") && m.deviceId !== 0)
                        w.uint32(8).uint32(m.deviceId);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                GetDeviceRequest.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.GetDeviceRequest();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 0)
                                    break;
                                if (v = r.uint32())
                                    m.deviceId = v;
                                else
                                    delete m.deviceId;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return GetDeviceRequest;
            })();

            v1.GetDeviceResponse = (function() {

                const GetDeviceResponse = function (p) {
                    this.conflicts = [];
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                GetDeviceResponse.prototype.device = null;
                GetDeviceResponse.prototype.conflicts = $util.emptyArray;

                GetDeviceResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.device != null && $Object.hasOwnProperty.call(m, "device"))
                        $root.dsmil.communication.v1.UnifiedDeviceState.encode(m.device, w.uint32(10).fork(), q + 1).ldelim();
                    if (m.conflicts != null && m.conflicts.length) {
                        for (var i = 0; i < m.conflicts.length; ++i)
                            $root.dsmil.communication.v1.StateConflict.encode(m.conflicts[i], w.uint32(18).fork(), q + 1).ldelim();
                    }
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                GetDeviceResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.GetDeviceResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                m.device = $root.dsmil.communication.v1.UnifiedDeviceState.decode(r, r.size(), $undefined, q + 1, m.device);
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                if (!(m.conflicts && m.conflicts.length))
                                    m.conflicts = [];
                                m.conflicts.push($root.dsmil.communication.v1.StateConflict.decode(r, r.size(), $undefined, q + 1));
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return GetDeviceResponse;
            })();

            v1.WatchDevicesRequest = (function() {

                const WatchDevicesRequest = function (p) {
                    this.deviceIds = [];
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                WatchDevicesRequest.prototype.deviceIds = $util.emptyArray;

                WatchDevicesRequest.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.deviceIds != null && m.deviceIds.length) {
                        w.uint32(10).uint32s(m.deviceIds);
                    }
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                WatchDevicesRequest.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.WatchDevicesRequest();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u === 2) {
                                    if (!(m.deviceIds && m.deviceIds.length))
                                        m.deviceIds = [];
                                    r.uint32s(m.deviceIds);
                                    continue;
                                }
                                if (u !== 0)
                                    break;
                                if (!(m.deviceIds && m.deviceIds.length))
                                    m.deviceIds = [];
                                m.deviceIds.push(r.uint32());
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return WatchDevicesRequest;
            })();

            v1.WatchDevicesResponse = (function() {

                const WatchDevicesResponse = function (p) {
                    this.devices = [];
                    this.gone = [];
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                WatchDevicesResponse.prototype.devices = $util.emptyArray;
                WatchDevicesResponse.prototype.gone = $util.emptyArray;

                WatchDevicesResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.devices != null && m.devices.length) {
                        for (var i = 0; i < m.devices.length; ++i)
                            $root.dsmil.communication.v1.UnifiedDeviceState.encode(m.devices[i], w.uint32(10).fork(), q + 1).ldelim();
                    }
                    if (m.gone != null && m.gone.length) {
                        w.uint32(18).uint32s(m.gone);
                    }
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                WatchDevicesResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.WatchDevicesResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if (!(m.devices && m.devices.length))
                                    m.devices = [];
                                m.devices.push($root.dsmil.communication.v1.UnifiedDeviceState.decode(r, r.size(), $undefined, q + 1));
                                continue;
                            }
                        case 2: {
                                if (u === 2) {
                                    if (!(m.gone && m.gone.length))
                                        m.gone = [];
                                    r.uint32s(m.gone);
                                    continue;
                                }
                                if (u !== 0)
                                    break;
                                if (!(m.gone && m.gone.length))
                                    m.gone = [];
                                m.gone.push(r.uint32());
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return WatchDevicesResponse;
            })();

            v1.WatchEventsRequest = (function() {

                const WatchEventsRequest = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                WatchEventsRequest.prototype.subscription = null;
                WatchEventsRequest.prototype.maxBatch = 0;

                WatchEventsRequest.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.subscription != null && $Object.hasOwnProperty.call(m, "subscription"))
                        $root.dsmil.communication.v1.EventSubscriptionRequest.encode(m.subscription, w.uint32(10).fork(), q + 1).ldelim();
                    if (m.maxBatch != null && $Object.hasOwnProperty.call(m, "maxBatch") && m.maxBatch !== 0)
                        w.uint32(16).uint32(m.maxBatch);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                WatchEventsRequest.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.WatchEventsRequest();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                m.subscription = $root.dsmil.communication.v1.EventSubscriptionRequest.decode(r, r.size(), $undefined, q + 1, m.subscription);
                                continue;
                            }
                        case 2: {
                                if (u !== 0)
                                    break;
                                if (v = r.uint32())
                                    m.maxBatch = v;
                                else
                                    delete m.maxBatch;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return WatchEventsRequest;
            })();

            v1.WatchEventsResponse = (function() {

                const WatchEventsResponse = function (p) {
                    this.topics = [];
                    this.topicIndexes = [];
                    this.eventTypes = [];
                    this.severities = [];
                    this.sourceTracks = [];
                    this.deliveries = [];
                    this.millisecondsAfter = [];
                    this.dataLengths = [];
                    this.conflated = [];
                    this.attempts = [];
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                WatchEventsResponse.prototype.firstSequence = 0;
                WatchEventsResponse.prototype.topics = $util.emptyArray;
                WatchEventsResponse.prototype.topicIndexes = $util.emptyArray;
                WatchEventsResponse.prototype.eventTypes = $util.emptyArray;
                WatchEventsResponse.prototype.severities = $util.emptyArray;
                WatchEventsResponse.prototype.sourceTracks = $util.emptyArray;
                WatchEventsResponse.prototype.deliveries = $util.emptyArray;
                WatchEventsResponse.prototype.firstTimestamp = null;
                WatchEventsResponse.prototype.millisecondsAfter = $util.emptyArray;
                WatchEventsResponse.prototype.eventIds = $util.newBuffer([]);
                WatchEventsResponse.prototype.dataLengths = $util.emptyArray;
                WatchEventsResponse.prototype.data = $util.newBuffer([]);
                WatchEventsResponse.prototype.conflated = $util.emptyArray;
                WatchEventsResponse.prototype.attempts = $util.emptyArray;
                WatchEventsResponse.prototype.lostTelemetry = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
                WatchEventsResponse.prototype.lostEmergencies = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
                WatchEventsResponse.prototype.cursor = "";

                WatchEventsResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.firstSequence != null && $Object.hasOwnProperty.call(m, "firstSequence") && m.firstSequence !== 0)
                        w.uint32(8).uint32(m.firstSequence);
                    if (m.topics != null && m.topics.length) {
                        for (var i = 0; i < m.topics.length; ++i)
                            $root.dsmil.control.v1.EventTopic.encode(m.topics[i], w.uint32(18).fork(), q + 1).ldelim();
                    }
                    if (m.topicIndexes != null && m.topicIndexes.length) {
                        w.uint32(26).uint32s(m.topicIndexes);
                    }
                    if (m.eventTypes != null && m.eventTypes.length) {
                        w.uint32(34).int32s(m.eventTypes);
                    }
                    if (m.severities != null && m.severities.length) {
                        w.uint32(42).int32s(m.severities);
                    }
                    if (m.sourceTracks != null && m.sourceTracks.length) {
                        w.uint32(50).int32s(m.sourceTracks);
                    }
                    if (m.deliveries != null && m.deliveries.length) {
                        w.uint32(58).int32s(m.deliveries);
                    }
                    if (m.firstTimestamp != null && $Object.hasOwnProperty.call(m, "firstTimestamp"))
                        $root.google.protobuf.Timestamp.encode(m.firstTimestamp, w.uint32(66).fork(), q + 1).ldelim();
                    if (m.millisecondsAfter != null && m.millisecondsAfter.length) {
                        w.uint32(74).doubles(m.millisecondsAfter);
                    }
                    if (m.eventIds != null && $Object.hasOwnProperty.call(m, "eventIds") && m.eventIds.length)
                        w.uint32(82).bytes(m.eventIds);
                    if (m.dataLengths != null && m.dataLengths.length) {
                        w.uint32(90).uint32s(m.dataLengths);
                    }
                    if (m.data != null && $Object.hasOwnProperty.call(m, "data") && m.data.length)
                        w.uint32(98).bytes(m.data);
                    if (m.conflated != null && m.conflated.length) {
                        w.uint32(106).uint32s(m.conflated);
                    }
                    if (m.attempts != null && m.attempts.length) {
                        w.uint32(114).uint32s(m.attempts);
                    }
                    if (m.lostTelemetry != null && $Object.hasOwnProperty.call(m, "lostTelemetry") && (typeof m.lostTelemetry === "object" ? m.lostTelemetry.low || m.lostTelemetry.high : m.lostTelemetry !== 0))
                        w.uint32(120).uint64(m.lostTelemetry);
                    if (m.lostEmergencies != null && $Object.hasOwnProperty.call(m, "lostEmergencies") && (typeof m.lostEmergencies === "object" ? m.lostEmergencies.low || m.lostEmergencies.high : m.lostEmergencies !== 0))
                        w.uint32(128).uint64(m.lostEmergencies);
                    if (m.cursor != null && $Object.hasOwnProperty.call(m, "cursor") && m.cursor !== "")
                        w.uint32(138).string(m.cursor);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                WatchEventsResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.WatchEventsResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 0)
                                    break;
                                if (v = r.uint32())
                                    m.firstSequence = v;
                                else
                                    delete m.firstSequence;
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                if (!(m.topics && m.topics.length))
                                    m.topics = [];
                                m.topics.push($root.dsmil.control.v1.EventTopic.decode(r, r.size(), $undefined, q + 1));
                                continue;
                            }
                        case 3: {
                                if (u === 2) {
                                    if (!(m.topicIndexes && m.topicIndexes.length))
                                        m.topicIndexes = [];
                                    r.uint32s(m.topicIndexes);
                                    continue;
                                }
                                if (u !== 0)
                                    break;
                                if (!(m.topicIndexes && m.topicIndexes.length))
                                    m.topicIndexes = [];
                                m.topicIndexes.push(r.uint32());
                                continue;
                            }
                        case 4: {
                                if (u === 2) {
                                    if (!(m.eventTypes && m.eventTypes.length))
                                        m.eventTypes = [];
                                    r.int32s(m.eventTypes);
                                    continue;
                                }
                                if (u !== 0)
                                    break;
                                if (!(m.eventTypes && m.eventTypes.length))
                                    m.eventTypes = [];
                                m.eventTypes.push(r.int32());
                                continue;
                            }
                        case 5: {
                                if (u === 2) {
                                    if (!(m.severities && m.severities.length))
                                        m.severities = [];
                                    r.int32s(m.severities);
                                    continue;
                                }
                                if (u !== 0)
                                    break;
                                if (!(m.severities && m.severities.length))
                                    m.severities = [];
                                m.severities.push(r.int32());
                                continue;
                            }
                        case 6: {
                                if (u === 2) {
                                    if (!(m.sourceTracks && m.sourceTracks.length))
                                        m.sourceTracks = [];
                                    r.int32s(m.sourceTracks);
                                    continue;
                                }
                                if (u !== 0)
                                    break;
                                if (!(m.sourceTracks && m.sourceTracks.length))
                                    m.sourceTracks = [];
                                m.sourceTracks.push(r.int32());
                                continue;
                            }
                        case 7: {
                                if (u === 2) {
                                    if (!(m.deliveries && m.deliveries.length))
                                        m.deliveries = [];
                                    r.int32s(m.deliveries);
                                    continue;
                                }
                                if (u !== 0)
                                    break;
                                if (!(m.deliveries && m.deliveries.length))
                                    m.deliveries = [];
                                m.deliveries.push(r.int32());
                                continue;
                            }
                        case 8: {
                                if (u !== 2)
                                    break;
                                m.firstTimestamp = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.firstTimestamp);
                                continue;
                            }
                        case 9: {
                                if (u === 2) {
                                    if (!(m.millisecondsAfter && m.millisecondsAfter.length))
                                        m.millisecondsAfter = [];
                                    r.doubles(m.millisecondsAfter);
                                    continue;
                                }
                                if (u !== 1)
                                    break;
                                if (!(m.millisecondsAfter && m.millisecondsAfter.length))
                                    m.millisecondsAfter = [];
                                m.millisecondsAfter.push(r.double());
                                continue;
                            }
                        case 10: {
                                if (u !== 2)
                                    break;
                                if ((v = r.bytes()).length)
                                    m.eventIds = v;
                                else
                                    delete m.eventIds;
                                continue;
                            }
                        case 11: {
                                if (u === 2) {
                                    if (!(m.dataLengths && m.dataLengths.length))
                                        m.dataLengths = [];
                                    r.uint32s(m.dataLengths);
                                    continue;
                                }
                                if (u !== 0)
                                    break;
                                if (!(m.dataLengths && m.dataLengths.length))
                                    m.dataLengths = [];
                                m.dataLengths.push(r.uint32());
                                continue;
                            }
                        case 12: {
                                if (u !== 2)
                                    break;
                                if ((v = r.bytes()).length)
                                    m.data = v;
                                else
                                    delete m.data;
                                continue;
                            }
                        case 13: {
                                if (u === 2) {
                                    if (!(m.conflated && m.conflated.length))
                                        m.conflated = [];
                                    r.uint32s(m.conflated);
                                    continue;
                                }
                                if (u !== 0)
                                    break;
                                if (!(m.conflated && m.conflated.length))
                                    m.conflated = [];
                                m.conflated.push(r.uint32());
                                continue;
                            }
                        case 14: {
                                if (u === 2) {
                                    if (!(m.attempts && m.attempts.length))
                                        m.attempts = [];
                                    r.uint32s(m.attempts);
                                    continue;
                                }
                                if (u !== 0)
                                    break;
                                if (!(m.attempts && m.attempts.length))
                                    m.attempts = [];
                                m.attempts.push(r.uint32());
                                continue;
                            }
                        case 15: {
                                if (u !== 0)
                                    break;
                                if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
                                    m.lostTelemetry = v;
                                else
                                    delete m.lostTelemetry;
                                continue;
                            }
                        case 16: {
                                if (u !== 0)
                                    break;
                                if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
                                    m.lostEmergencies = v;
                                else
                                    delete m.lostEmergencies;
                                continue;
                            }
                        case 17: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.cursor = v;
                                else
                                    delete m.cursor;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return WatchEventsResponse;
            })();

            v1.EventTopic = (function() {

                const EventTopic = function (p) {
                    this.compartments = [];
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                EventTopic.prototype.subject = "";
                EventTopic.prototype.clearance = 0;
                EventTopic.prototype.compartments = $util.emptyArray;

                EventTopic.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.subject != null && $Object.hasOwnProperty.call(m, "subject") && m.subject !== "")
                        w.uint32(10).string(m.subject);
                    if (m.clearance != null && $Object.hasOwnProperty.call(m, "clearance") && m.clearance !== 0)
                        w.uint32(16).int32(m.clearance);
                    if (m.compartments != null && m.compartments.length) {
                        for (var i = 0; i < m.compartments.length; ++i)
                            w.uint32(26).string(m.compartments[i]);
                    }
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                EventTopic.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.EventTopic();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.subject = v;
                                else
                                    delete m.subject;
                                continue;
                            }
                        case 2: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.clearance = v;
                                else
                                    delete m.clearance;
                                continue;
                            }
                        case 3: {
                                if (u !== 2)
                                    break;
                                if (!(m.compartments && m.compartments.length))
                                    m.compartments = [];
                                m.compartments.push(r.stringVerify());
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return EventTopic;
            })();

            v1.AcknowledgeEventRequest = (function() {

                const AcknowledgeEventRequest = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                AcknowledgeEventRequest.prototype.eventId = "";
                AcknowledgeEventRequest.prototype.label = "";

                AcknowledgeEventRequest.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.eventId != null && $Object.hasOwnProperty.call(m, "eventId") && m.eventId !== "")
                        w.uint32(10).string(m.eventId);
                    if (m.label != null && $Object.hasOwnProperty.call(m, "label") && m.label !== "")
                        w.uint32(18).string(m.label);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                AcknowledgeEventRequest.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.AcknowledgeEventRequest();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.eventId = v;
                                else
                                    delete m.eventId;
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.label = v;
                                else
                                    delete m.label;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return AcknowledgeEventRequest;
            })();

            v1.AcknowledgeEventResponse = (function() {

                const AcknowledgeEventResponse = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                AcknowledgeEventResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                AcknowledgeEventResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.AcknowledgeEventResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        r.skipType(t & 7, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return AcknowledgeEventResponse;
            })();

            v1.ClearingKind = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "CLEARING_KIND_UNSPECIFIED"] = 0;
                values[valuesById[1] = "CLEARING_KIND_HEURISTIC"] = 1;
                values[valuesById[2] = "CLEARING_KIND_HOLD"] = 2;
                values[valuesById[3] = "CLEARING_KIND_HISTORY"] = 3;
                values[valuesById[4] = "CLEARING_KIND_STRANGER"] = 4;
                return values;
            })();

            v1.FlaggedTransaction = (function() {

                const FlaggedTransaction = function (p) {
                    this.deviceIds = [];
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                FlaggedTransaction.prototype.transactionId = "";
                FlaggedTransaction.prototype.coordinationId = "";
                FlaggedTransaction.prototype.principal = "";
                FlaggedTransaction.prototype.deviceIds = $util.emptyArray;
                FlaggedTransaction.prototype.reason = "";
                FlaggedTransaction.prototype.flaggedAt = null;

                FlaggedTransaction.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.transactionId != null && $Object.hasOwnProperty.call(m, "transactionId") && m.transactionId !== "")
                        w.uint32(10).string(m.transactionId);
                    if (m.coordinationId != null && $Object.hasOwnProperty.call(m, "coordinationId") && m.coordinationId !== "")
                        w.uint32(18).string(m.coordinationId);
                    if (m.principal != null && $Object.hasOwnProperty.call(m, "principal") && m.principal !== "")
                        w.uint32(26).string(m.principal);
                    if (m.deviceIds != null && m.deviceIds.length) {
                        w.uint32(34).uint32s(m.deviceIds);
                    }
                    if (m.reason != null && $Object.hasOwnProperty.call(m, "reason") && m.reason !== "")
                        w.uint32(42).string(m.reason);
                    if (m.flaggedAt != null && $Object.hasOwnProperty.call(m, "flaggedAt"))
                        $root.google.protobuf.Timestamp.encode(m.flaggedAt, w.uint32(50).fork(), q + 1).ldelim();
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                FlaggedTransaction.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.FlaggedTransaction();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.transactionId = v;
                                else
                                    delete m.transactionId;
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.coordinationId = v;
                                else
                                    delete m.coordinationId;
                                continue;
                            }
                        case 3: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.principal = v;
                                else
                                    delete m.principal;
                                continue;
                            }
                        case 4: {
                                if (u === 2) {
                                    if (!(m.deviceIds && m.deviceIds.length))
                                        m.deviceIds = [];
                                    r.uint32s(m.deviceIds);
                                    continue;
                                }
                                if (u !== 0)
                                    break;
                                if (!(m.deviceIds && m.deviceIds.length))
                                    m.deviceIds = [];
                                m.deviceIds.push(r.uint32());
                                continue;
                            }
                        case 5: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.reason = v;
                                else
                                    delete m.reason;
                                continue;
                            }
                        case 6: {
                                if (u !== 2)
                                    break;
                                m.flaggedAt = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.flaggedAt);
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return FlaggedTransaction;
            })();

            v1.StrangerTransaction = (function() {

                const StrangerTransaction = function (p) {
                    this.deviceIds = [];
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                StrangerTransaction.prototype.transactionId = "";
                StrangerTransaction.prototype.deviceIds = $util.emptyArray;
                StrangerTransaction.prototype.kernelOutcome = "";
                StrangerTransaction.prototype.reason = "";

                StrangerTransaction.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.transactionId != null && $Object.hasOwnProperty.call(m, "transactionId") && m.transactionId !== "")
                        w.uint32(10).string(m.transactionId);
                    if (m.deviceIds != null && m.deviceIds.length) {
                        w.uint32(18).uint32s(m.deviceIds);
                    }
                    if (m.kernelOutcome != null && $Object.hasOwnProperty.call(m, "kernelOutcome") && m.kernelOutcome !== "")
                        w.uint32(26).string(m.kernelOutcome);
                    if (m.reason != null && $Object.hasOwnProperty.call(m, "reason") && m.reason !== "")
                        w.uint32(34).string(m.reason);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                StrangerTransaction.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.StrangerTransaction();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.transactionId = v;
                                else
                                    delete m.transactionId;
                                continue;
                            }
                        case 2: {
                                if (u === 2) {
                                    if (!(m.deviceIds && m.deviceIds.length))
                                        m.deviceIds = [];
                                    r.uint32s(m.deviceIds);
                                    continue;
                                }
                                if (u !== 0)
                                    break;
                                if (!(m.deviceIds && m.deviceIds.length))
                                    m.deviceIds = [];
                                m.deviceIds.push(r.uint32());
                                continue;
                            }
                        case 3: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.kernelOutcome = v;
                                else
                                    delete m.kernelOutcome;
                                continue;
                            }
                        case 4: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.reason = v;
                                else
                                    delete m.reason;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return StrangerTransaction;
            })();

            v1.Clearing = (function() {

                const Clearing = function (p) {
                    this.deviceIds = [];
                    this.signedBy = [];
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                Clearing.prototype.clearingId = "";
                Clearing.prototype.kind = 0;
                Clearing.prototype.subject = "";
                Clearing.prototype.deviceIds = $util.emptyArray;
                Clearing.prototype.note = "";
                Clearing.prototype.document = null;
                Clearing.prototype.demand = null;
                Clearing.prototype.proposedBy = "";
                Clearing.prototype.signedBy = $util.emptyArray;
                Clearing.prototype.timeLeft = null;

                Clearing.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.clearingId != null && $Object.hasOwnProperty.call(m, "clearingId") && m.clearingId !== "")
                        w.uint32(10).string(m.clearingId);
                    if (m.kind != null && $Object.hasOwnProperty.call(m, "kind") && m.kind !== 0)
                        w.uint32(16).int32(m.kind);
                    if (m.subject != null && $Object.hasOwnProperty.call(m, "subject") && m.subject !== "")
                        w.uint32(26).string(m.subject);
                    if (m.deviceIds != null && m.deviceIds.length) {
                        w.uint32(34).uint32s(m.deviceIds);
                    }
                    if (m.note != null && $Object.hasOwnProperty.call(m, "note") && m.note !== "")
                        w.uint32(42).string(m.note);
                    if (m.document != null && $Object.hasOwnProperty.call(m, "document"))
                        $root.dsmil.control.v1.SignedDocument.encode(m.document, w.uint32(50).fork(), q + 1).ldelim();
                    if (m.demand != null && $Object.hasOwnProperty.call(m, "demand"))
                        $root.dsmil.control.v1.Demand.encode(m.demand, w.uint32(58).fork(), q + 1).ldelim();
                    if (m.proposedBy != null && $Object.hasOwnProperty.call(m, "proposedBy") && m.proposedBy !== "")
                        w.uint32(66).string(m.proposedBy);
                    if (m.signedBy != null && m.signedBy.length) {
                        for (var i = 0; i < m.signedBy.length; ++i)
                            w.uint32(74).string(m.signedBy[i]);
                    }
                    if (m.timeLeft != null && $Object.hasOwnProperty.call(m, "timeLeft"))
                        $root.google.protobuf.Duration.encode(m.timeLeft, w.uint32(82).fork(), q + 1).ldelim();
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                Clearing.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.Clearing();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.clearingId = v;
                                else
                                    delete m.clearingId;
                                continue;
                            }
                        case 2: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.kind = v;
                                else
                                    delete m.kind;
                                continue;
                            }
                        case 3: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.subject = v;
                                else
                                    delete m.subject;
                                continue;
                            }
                        case 4: {
                                if (u === 2) {
                                    if (!(m.deviceIds && m.deviceIds.length))
                                        m.deviceIds = [];
                                    r.uint32s(m.deviceIds);
                                    continue;
                                }
                                if (u !== 0)
                                    break;
                                if (!(m.deviceIds && m.deviceIds.length))
                                    m.deviceIds = [];
                                m.deviceIds.push(r.uint32());
                                continue;
                            }
                        case 5: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.note = v;
                                else
                                    delete m.note;
                                continue;
                            }
                        case 6: {
                                if (u !== 2)
                                    break;
                                m.document = $root.dsmil.control.v1.SignedDocument.decode(r, r.size(), $undefined, q + 1, m.document);
                                continue;
                            }
                        case 7: {
                                if (u !== 2)
                                    break;
                                m.demand = $root.dsmil.control.v1.Demand.decode(r, r.size(), $undefined, q + 1, m.demand);
                                continue;
                            }
                        case 8: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.proposedBy = v;
                                else
                                    delete m.proposedBy;
                                continue;
                            }
                        case 9: {
                                if (u !== 2)
                                    break;
                                if (!(m.signedBy && m.signedBy.length))
                                    m.signedBy = [];
                                m.signedBy.push(r.stringVerify());
                                continue;
                            }
                        case 10: {
                                if (u !== 2)
                                    break;
                                m.timeLeft = $root.google.protobuf.Duration.decode(r, r.size(), $undefined, q + 1, m.timeLeft);
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return Clearing;
            })();

            v1.ListHoldsRequest = (function() {

                const ListHoldsRequest = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                ListHoldsRequest.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                ListHoldsRequest.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.ListHoldsRequest();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        r.skipType(t & 7, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return ListHoldsRequest;
            })();

            v1.ListHoldsResponse = (function() {

                const ListHoldsResponse = function (p) {
                    this.flagged = [];
                    this.heldDeviceIds = [];
                    this.strangers = [];
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                ListHoldsResponse.prototype.flagged = $util.emptyArray;
                ListHoldsResponse.prototype.heldDeviceIds = $util.emptyArray;
                ListHoldsResponse.prototype.strangers = $util.emptyArray;

                ListHoldsResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.flagged != null && m.flagged.length) {
                        for (var i = 0; i < m.flagged.length; ++i)
                            $root.dsmil.control.v1.FlaggedTransaction.encode(m.flagged[i], w.uint32(10).fork(), q + 1).ldelim();
                    }
                    if (m.heldDeviceIds != null && m.heldDeviceIds.length) {
                        w.uint32(18).uint32s(m.heldDeviceIds);
                    }
                    if (m.strangers != null && m.strangers.length) {
                        for (var i = 0; i < m.strangers.length; ++i)
                            $root.dsmil.control.v1.StrangerTransaction.encode(m.strangers[i], w.uint32(26).fork(), q + 1).ldelim();
                    }
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                ListHoldsResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.ListHoldsResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if (!(m.flagged && m.flagged.length))
                                    m.flagged = [];
                                m.flagged.push($root.dsmil.control.v1.FlaggedTransaction.decode(r, r.size(), $undefined, q + 1));
                                continue;
                            }
                        case 2: {
                                if (u === 2) {
                                    if (!(m.heldDeviceIds && m.heldDeviceIds.length))
                                        m.heldDeviceIds = [];
                                    r.uint32s(m.heldDeviceIds);
                                    continue;
                                }
                                if (u !== 0)
                                    break;
                                if (!(m.heldDeviceIds && m.heldDeviceIds.length))
                                    m.heldDeviceIds = [];
                                m.heldDeviceIds.push(r.uint32());
                                continue;
                            }
                        case 3: {
                                if (u !== 2)
                                    break;
                                if (!(m.strangers && m.strangers.length))
                                    m.strangers = [];
                                m.strangers.push($root.dsmil.control.v1.StrangerTransaction.decode(r, r.size(), $undefined, q + 1));
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return ListHoldsResponse;
            })();

            v1.ProposeClearingRequest = (function() {

                const ProposeClearingRequest = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                ProposeClearingRequest.prototype.kind = 0;
                ProposeClearingRequest.prototype.transactionId = "";
                ProposeClearingRequest.prototype.deviceId = 0;
                ProposeClearingRequest.prototype.operationType = 0;
                ProposeClearingRequest.prototype.note = "";

                ProposeClearingRequest.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.kind != null && $Object.hasOwnProperty.call(m, "kind") && m.kind !== 0)
                        w.uint32(8).int32(m.kind);
                    if (m.transactionId != null && $Object.hasOwnProperty.call(m, "transactionId") && m.transactionId !== "")
                        w.uint32(18).string(m.transactionId);
                    if (m.deviceId != null && $Object.hasOwnProperty.call(m, "deviceId") && m.deviceId !== 0)
                        w.uint32(24).uint32(m.deviceId);
                    if (m.operationType != null && $Object.hasOwnProperty.call(m, "operationType") && m.operationType !== 0)
                        w.uint32(32).int32(m.operationType);
                    if (m.note != null && $Object.hasOwnProperty.call(m, "note") && m.note !== "")
                        w.uint32(42).string(m.note);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                ProposeClearingRequest.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.ProposeClearingRequest();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.kind = v;
                                else
                                    delete m.kind;
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.transactionId = v;
                                else
                                    delete m.transactionId;
                                continue;
                            }
                        case 3: {
                                if (u !== 0)
                                    break;
                                if (v = r.uint32())
                                    m.deviceId = v;
                                else
                                    delete m.deviceId;
                                continue;
                            }
                        case 4: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.operationType = v;
                                else
                                    delete m.operationType;
                                continue;
                            }
                        case 5: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.note = v;
                                else
                                    delete m.note;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return ProposeClearingRequest;
            })();

            v1.ProposeClearingResponse = (function() {

                const ProposeClearingResponse = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                ProposeClearingResponse.prototype.clearing = null;

                ProposeClearingResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.clearing != null && $Object.hasOwnProperty.call(m, "clearing"))
                        $root.dsmil.control.v1.Clearing.encode(m.clearing, w.uint32(10).fork(), q + 1).ldelim();
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                ProposeClearingResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.ProposeClearingResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                m.clearing = $root.dsmil.control.v1.Clearing.decode(r, r.size(), $undefined, q + 1, m.clearing);
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return ProposeClearingResponse;
            })();

            v1.ListClearingsRequest = (function() {

                const ListClearingsRequest = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                ListClearingsRequest.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                ListClearingsRequest.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.ListClearingsRequest();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        r.skipType(t & 7, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return ListClearingsRequest;
            })();

            v1.ListClearingsResponse = (function() {

                const ListClearingsResponse = function (p) {
                    this.clearings = [];
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                ListClearingsResponse.prototype.clearings = $util.emptyArray;

                ListClearingsResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.clearings != null && m.clearings.length) {
                        for (var i = 0; i < m.clearings.length; ++i)
                            $root.dsmil.control.v1.Clearing.encode(m.clearings[i], w.uint32(10).fork(), q + 1).ldelim();
                    }
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                ListClearingsResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.ListClearingsResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if (!(m.clearings && m.clearings.length))
                                    m.clearings = [];
                                m.clearings.push($root.dsmil.control.v1.Clearing.decode(r, r.size(), $undefined, q + 1));
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return ListClearingsResponse;
            })();

            v1.SignClearingRequest = (function() {

                const SignClearingRequest = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                SignClearingRequest.prototype.clearingId = "";
                SignClearingRequest.prototype.signature = null;

                SignClearingRequest.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.clearingId != null && $Object.hasOwnProperty.call(m, "clearingId") && m.clearingId !== "")
                        w.uint32(10).string(m.clearingId);
                    if (m.signature != null && $Object.hasOwnProperty.call(m, "signature"))
                        $root.dsmil.control.v1.Signature.encode(m.signature, w.uint32(18).fork(), q + 1).ldelim();
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                SignClearingRequest.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.SignClearingRequest();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.clearingId = v;
                                else
                                    delete m.clearingId;
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                m.signature = $root.dsmil.control.v1.Signature.decode(r, r.size(), $undefined, q + 1, m.signature);
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return SignClearingRequest;
            })();

            v1.SignClearingResponse = (function() {

                const SignClearingResponse = function (p) {
                    this.signedBy = [];
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                SignClearingResponse.prototype.cleared = false;
                SignClearingResponse.prototype.signedBy = $util.emptyArray;

                SignClearingResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.cleared != null && $Object.hasOwnProperty.call(m, "cleared") && m.cleared !== false)
                        w.uint32(8).bool(m.cleared);
                    if (m.signedBy != null && m.signedBy.length) {
                        for (var i = 0; i < m.signedBy.length; ++i)
                            w.uint32(18).string(m.signedBy[i]);
                    }
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                SignClearingResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.SignClearingResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 0)
                                    break;
                                if (v = r.bool())
                                    m.cleared = v;
                                else
                                    delete m.cleared;
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                if (!(m.signedBy && m.signedBy.length))
                                    m.signedBy = [];
                                m.signedBy.push(r.stringVerify());
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return SignClearingResponse;
            })();

            v1.PlanOperationRequest = (function() {

                const PlanOperationRequest = function (p) {
                    this.approvedBy = [];
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                PlanOperationRequest.prototype.operation = null;
                PlanOperationRequest.prototype.approvedBy = $util.emptyArray;
                PlanOperationRequest.prototype.confirmed = false;

                PlanOperationRequest.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.operation != null && $Object.hasOwnProperty.call(m, "operation"))
                        $root.dsmil.communication.v1.OperationCoordinationRequest.encode(m.operation, w.uint32(10).fork(), q + 1).ldelim();
                    if (m.approvedBy != null && m.approvedBy.length) {
                        for (var i = 0; i < m.approvedBy.length; ++i)
                            w.uint32(18).string(m.approvedBy[i]);
                    }
                    if (m.confirmed != null && $Object.hasOwnProperty.call(m, "confirmed") && m.confirmed !== false)
                        w.uint32(24).bool(m.confirmed);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                PlanOperationRequest.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.PlanOperationRequest();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                m.operation = $root.dsmil.communication.v1.OperationCoordinationRequest.decode(r, r.size(), $undefined, q + 1, m.operation);
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                if (!(m.approvedBy && m.approvedBy.length))
                                    m.approvedBy = [];
                                m.approvedBy.push(r.stringVerify());
                                continue;
                            }
                        case 3: {
                                if (u !== 0)
                                    break;
                                if (v = r.bool())
                                    m.confirmed = v;
                                else
                                    delete m.confirmed;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return PlanOperationRequest;
            })();

            v1.PlanOperationResponse = (function() {

                const PlanOperationResponse = function (p) {
                    this.needs = [];
                    this.terms = [];
                    this.verdicts = [];
                    this.words = [];
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                PlanOperationResponse.prototype.risk = 0;
                PlanOperationResponse.prototype.allowed = false;
                PlanOperationResponse.prototype.possible = false;
                PlanOperationResponse.prototype.needs = $util.emptyArray;
                PlanOperationResponse.prototype.terms = $util.emptyArray;
                PlanOperationResponse.prototype.verdicts = $util.emptyArray;
                PlanOperationResponse.prototype.words = $util.emptyArray;
                PlanOperationResponse.prototype.safetyVersion = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
                PlanOperationResponse.prototype.stopEpoch = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                PlanOperationResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.risk != null && $Object.hasOwnProperty.call(m, "risk") && m.risk !== 0)
                        w.uint32(8).int32(m.risk);
                    if (m.allowed != null && $Object.hasOwnProperty.call(m, "allowed") && m.allowed !== false)
                        w.uint32(16).bool(m.allowed);
                    if (m.possible != null && $Object.hasOwnProperty.call(m, "possible") && m.possible !== false)
                        w.uint32(24).bool(m.possible);
                    if (m.needs != null && m.needs.length) {
                        for (var i = 0; i < m.needs.length; ++i)
                            $root.dsmil.control.v1.Need.encode(m.needs[i], w.uint32(34).fork(), q + 1).ldelim();
                    }
                    if (m.terms != null && m.terms.length) {
                        for (var i = 0; i < m.terms.length; ++i)
                            $root.dsmil.control.v1.RiskTerm.encode(m.terms[i], w.uint32(42).fork(), q + 1).ldelim();
                    }
                    if (m.verdicts != null && m.verdicts.length) {
                        for (var i = 0; i < m.verdicts.length; ++i)
                            $root.dsmil.control.v1.TrackVerdict.encode(m.verdicts[i], w.uint32(50).fork(), q + 1).ldelim();
                    }
                    if (m.words != null && m.words.length) {
                        for (var i = 0; i < m.words.length; ++i)
                            w.uint32(58).string(m.words[i]);
                    }
                    if (m.safetyVersion != null && $Object.hasOwnProperty.call(m, "safetyVersion") && (typeof m.safetyVersion === "object" ? m.safetyVersion.low || m.safetyVersion.high : m.safetyVersion !== 0))
                        w.uint32(64).uint64(m.safetyVersion);
                    if (m.stopEpoch != null && $Object.hasOwnProperty.call(m, "stopEpoch") && (typeof m.stopEpoch === "object" ? m.stopEpoch.low || m.stopEpoch.high : m.stopEpoch !== 0))
                        w.uint32(72).uint64(m.stopEpoch);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                PlanOperationResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.PlanOperationResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.risk = v;
                                else
                                    delete m.risk;
                                continue;
                            }
                        case 2: {
                                if (u !== 0)
                                    break;
                                if (v = r.bool())
                                    m.allowed = v;
                                else
                                    delete m.allowed;
                                continue;
                            }
                        case 3: {
                                if (u !== 0)
                                    break;
                                if (v = r.bool())
                                    m.possible = v;
                                else
                                    delete m.possible;
                                continue;
                            }
                        case 4: {
                                if (u !== 2)
                                    break;
                                if (!(m.needs && m.needs.length))
                                    m.needs = [];
                                m.needs.push($root.dsmil.control.v1.Need.decode(r, r.size(), $undefined, q + 1));
                                continue;
                            }
                        case 5: {
                                if (u !== 2)
                                    break;
                                if (!(m.terms && m.terms.length))
                                    m.terms = [];
                                m.terms.push($root.dsmil.control.v1.RiskTerm.decode(r, r.size(), $undefined, q + 1));
                                continue;
                            }
                        case 6: {
                                if (u !== 2)
                                    break;
                                if (!(m.verdicts && m.verdicts.length))
                                    m.verdicts = [];
                                m.verdicts.push($root.dsmil.control.v1.TrackVerdict.decode(r, r.size(), $undefined, q + 1));
                                continue;
                            }
                        case 7: {
                                if (u !== 2)
                                    break;
                                if (!(m.words && m.words.length))
                                    m.words = [];
                                m.words.push(r.stringVerify());
                                continue;
                            }
                        case 8: {
                                if (u !== 0)
                                    break;
                                if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
                                    m.safetyVersion = v;
                                else
                                    delete m.safetyVersion;
                                continue;
                            }
                        case 9: {
                                if (u !== 0)
                                    break;
                                if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
                                    m.stopEpoch = v;
                                else
                                    delete m.stopEpoch;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return PlanOperationResponse;
            })();

            v1.Need = (function() {

                const Need = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                Need.prototype.rule = "";
                Need.prototype.satisfied = false;
                Need.prototype.possible = false;
                Need.prototype.because = "";
                Need.prototype.satisfiedBy = "";

                Need.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.rule != null && $Object.hasOwnProperty.call(m, "rule") && m.rule !== "")
                        w.uint32(10).string(m.rule);
                    if (m.satisfied != null && $Object.hasOwnProperty.call(m, "satisfied") && m.satisfied !== false)
                        w.uint32(16).bool(m.satisfied);
                    if (m.possible != null && $Object.hasOwnProperty.call(m, "possible") && m.possible !== false)
                        w.uint32(24).bool(m.possible);
                    if (m.because != null && $Object.hasOwnProperty.call(m, "because") && m.because !== "")
                        w.uint32(34).string(m.because);
                    if (m.satisfiedBy != null && $Object.hasOwnProperty.call(m, "satisfiedBy") && m.satisfiedBy !== "")
                        w.uint32(42).string(m.satisfiedBy);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                Need.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.Need();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.rule = v;
                                else
                                    delete m.rule;
                                continue;
                            }
                        case 2: {
                                if (u !== 0)
                                    break;
                                if (v = r.bool())
                                    m.satisfied = v;
                                else
                                    delete m.satisfied;
                                continue;
                            }
                        case 3: {
                                if (u !== 0)
                                    break;
                                if (v = r.bool())
                                    m.possible = v;
                                else
                                    delete m.possible;
                                continue;
                            }
                        case 4: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.because = v;
                                else
                                    delete m.because;
                                continue;
                            }
                        case 5: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.satisfiedBy = v;
                                else
                                    delete m.satisfiedBy;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return Need;
            })();

            v1.RiskTerm = (function() {

                const RiskTerm = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                RiskTerm.prototype.rule = "";
                RiskTerm.prototype.effect = 0;
                RiskTerm.prototype.amount = 0;
                RiskTerm.prototype.level = 0;

                RiskTerm.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.rule != null && $Object.hasOwnProperty.call(m, "rule") && m.rule !== "")
                        w.uint32(10).string(m.rule);
                    if (m.effect != null && $Object.hasOwnProperty.call(m, "effect") && m.effect !== 0)
                        w.uint32(16).int32(m.effect);
                    if (m.amount != null && $Object.hasOwnProperty.call(m, "amount") && m.amount !== 0)
                        w.uint32(24).uint32(m.amount);
                    if (m.level != null && $Object.hasOwnProperty.call(m, "level") && m.level !== 0)
                        w.uint32(32).int32(m.level);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                RiskTerm.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.RiskTerm();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.rule = v;
                                else
                                    delete m.rule;
                                continue;
                            }
                        case 2: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.effect = v;
                                else
                                    delete m.effect;
                                continue;
                            }
                        case 3: {
                                if (u !== 0)
                                    break;
                                if (v = r.uint32())
                                    m.amount = v;
                                else
                                    delete m.amount;
                                continue;
                            }
                        case 4: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.level = v;
                                else
                                    delete m.level;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return RiskTerm;
            })();

            v1.RiskEffect = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "RISK_EFFECT_UNSPECIFIED"] = 0;
                values[valuesById[1] = "RISK_EFFECT_AT_LEAST"] = 1;
                values[valuesById[2] = "RISK_EFFECT_ADDS"] = 2;
                return values;
            })();

            v1.TrackVerdict = (function() {

                const TrackVerdict = function (p) {
                    this.reasons = [];
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                TrackVerdict.prototype.track = 0;
                TrackVerdict.prototype.answered = false;
                TrackVerdict.prototype.risk = 0;
                TrackVerdict.prototype.reasons = $util.emptyArray;

                TrackVerdict.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.track != null && $Object.hasOwnProperty.call(m, "track") && m.track !== 0)
                        w.uint32(8).int32(m.track);
                    if (m.answered != null && $Object.hasOwnProperty.call(m, "answered") && m.answered !== false)
                        w.uint32(16).bool(m.answered);
                    if (m.risk != null && $Object.hasOwnProperty.call(m, "risk") && m.risk !== 0)
                        w.uint32(24).int32(m.risk);
                    if (m.reasons != null && m.reasons.length) {
                        for (var i = 0; i < m.reasons.length; ++i)
                            w.uint32(34).string(m.reasons[i]);
                    }
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                TrackVerdict.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.TrackVerdict();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.track = v;
                                else
                                    delete m.track;
                                continue;
                            }
                        case 2: {
                                if (u !== 0)
                                    break;
                                if (v = r.bool())
                                    m.answered = v;
                                else
                                    delete m.answered;
                                continue;
                            }
                        case 3: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.risk = v;
                                else
                                    delete m.risk;
                                continue;
                            }
                        case 4: {
                                if (u !== 2)
                                    break;
                                if (!(m.reasons && m.reasons.length))
                                    m.reasons = [];
                                m.reasons.push(r.stringVerify());
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return TrackVerdict;
            })();

            v1.Operation = (function() {

                const Operation = function (p) {
                    this.unmet = [];
                    this.devices = [];
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                Operation.prototype.coordinationId = "";
                Operation.prototype.operationId = "";
                Operation.prototype.state = 0;
                Operation.prototype.result = 0;
                Operation.prototype.cause = "";
                Operation.prototype.message = "";
                Operation.prototype.risk = 0;
                Operation.prototype.unmet = $util.emptyArray;
                Operation.prototype.devices = $util.emptyArray;
                Operation.prototype.transactionId = "";
                Operation.prototype.receivedAt = null;
                Operation.prototype.coordinationTime = null;
                Operation.prototype.pending = false;
                Operation.prototype.replayed = false;

                Operation.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.coordinationId != null && $Object.hasOwnProperty.call(m, "coordinationId") && m.coordinationId !== "")
                        w.uint32(10).string(m.coordinationId);
                    if (m.operationId != null && $Object.hasOwnProperty.call(m, "operationId") && m.operationId !== "")
                        w.uint32(18).string(m.operationId);
                    if (m.state != null && $Object.hasOwnProperty.call(m, "state") && m.state !== 0)
                        w.uint32(24).int32(m.state);
                    if (m.result != null && $Object.hasOwnProperty.call(m, "result") && m.result !== 0)
                        w.uint32(32).int32(m.result);
                    if (m.cause != null && $Object.hasOwnProperty.call(m, "cause") && m.cause !== "")
                        w.uint32(42).string(m.cause);
                    if (m.message != null && $Object.hasOwnProperty.call(m, "message") && m.message !== "")
                        w.uint32(50).string(m.message);
                    if (m.risk != null && $Object.hasOwnProperty.call(m, "risk") && m.risk !== 0)
                        w.uint32(56).int32(m.risk);
                    if (m.unmet != null && m.unmet.length) {
                        for (var i = 0; i < m.unmet.length; ++i)
                            $root.dsmil.communication.v1.UnmetNeed.encode(m.unmet[i], w.uint32(66).fork(), q + 1).ldelim();
                    }
                    if (m.devices != null && m.devices.length) {
                        for (var i = 0; i < m.devices.length; ++i)
                            $root.dsmil.control.v1.DeviceOutcome.encode(m.devices[i], w.uint32(74).fork(), q + 1).ldelim();
                    }
                    if (m.transactionId != null && $Object.hasOwnProperty.call(m, "transactionId") && m.transactionId !== "")
                        w.uint32(82).string(m.transactionId);
                    if (m.receivedAt != null && $Object.hasOwnProperty.call(m, "receivedAt"))
                        $root.google.protobuf.Timestamp.encode(m.receivedAt, w.uint32(90).fork(), q + 1).ldelim();
                    if (m.coordinationTime != null && $Object.hasOwnProperty.call(m, "coordinationTime"))
                        $root.google.protobuf.Duration.encode(m.coordinationTime, w.uint32(98).fork(), q + 1).ldelim();
                    if (m.pending != null && $Object.hasOwnProperty.call(m, "pending") && m.pending !== false)
                        w.uint32(104).bool(m.pending);
                    if (m.replayed != null && $Object.hasOwnProperty.call(m, "replayed") && m.replayed !== false)
                        w.uint32(112).bool(m.replayed);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                Operation.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.Operation();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.coordinationId = v;
                                else
                                    delete m.coordinationId;
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.operationId = v;
                                else
                                    delete m.operationId;
                                continue;
                            }
                        case 3: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.state = v;
                                else
                                    delete m.state;
                                continue;
                            }
                        case 4: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.result = v;
                                else
                                    delete m.result;
                                continue;
                            }
                        case 5: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.cause = v;
                                else
                                    delete m.cause;
                                continue;
                            }
                        case 6: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.message = v;
                                else
                                    delete m.message;
                                continue;
                            }
                        case 7: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.risk = v;
                                else
                                    delete m.risk;
                                continue;
                            }
                        case 8: {
                                if (u !== 2)
                                    break;
                                if (!(m.unmet && m.unmet.length))
                                    m.unmet = [];
                                m.unmet.push($root.dsmil.communication.v1.UnmetNeed.decode(r, r.size(), $undefined, q + 1));
                                continue;
                            }
                        case 9: {
                                if (u !== 2)
                                    break;
                                if (!(m.devices && m.devices.length))
                                    m.devices = [];
                                m.devices.push($root.dsmil.control.v1.DeviceOutcome.decode(r, r.size(), $undefined, q + 1));
                                continue;
                            }
                        case 10: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.transactionId = v;
                                else
                                    delete m.transactionId;
                                continue;
                            }
                        case 11: {
                                if (u !== 2)
                                    break;
                                m.receivedAt = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.receivedAt);
                                continue;
                            }
                        case 12: {
                                if (u !== 2)
                                    break;
                                m.coordinationTime = $root.google.protobuf.Duration.decode(r, r.size(), $undefined, q + 1, m.coordinationTime);
                                continue;
                            }
                        case 13: {
                                if (u !== 0)
                                    break;
                                if (v = r.bool())
                                    m.pending = v;
                                else
                                    delete m.pending;
                                continue;
                            }
                        case 14: {
                                if (u !== 0)
                                    break;
                                if (v = r.bool())
                                    m.replayed = v;
                                else
                                    delete m.replayed;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return Operation;
            })();

            v1.DeviceOutcome = (function() {

                const DeviceOutcome = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                DeviceOutcome.prototype.deviceId = 0;
                DeviceOutcome.prototype.value = null;
                DeviceOutcome.prototype.error = 0;
                DeviceOutcome.prototype.reason = "";

                let $oneOfFields;

                // Virtual OneOf for proto3 optional field
                $Object.defineProperty(DeviceOutcome.prototype, "_value", {
                    get: $util.oneOfGetter($oneOfFields = ["value"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                DeviceOutcome.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.deviceId != null && $Object.hasOwnProperty.call(m, "deviceId") && m.deviceId !== 0)
                        w.uint32(8).uint32(m.deviceId);
                    if (m.value != null && $Object.hasOwnProperty.call(m, "value"))
                        w.uint32(16).uint32(m.value);
                    if (m.error != null && $Object.hasOwnProperty.call(m, "error") && m.error !== 0)
                        w.uint32(24).sint32(m.error);
                    if (m.reason != null && $Object.hasOwnProperty.call(m, "reason") && m.reason !== "")
                        w.uint32(34).string(m.reason);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                DeviceOutcome.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.DeviceOutcome();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 0)
                                    break;
                                if (v = r.uint32())
                                    m.deviceId = v;
                                else
                                    delete m.deviceId;
                                continue;
                            }
                        case 2: {
                                if (u !== 0)
                                    break;
                                m.value = r.uint32();
                                m._value = "value";
                                continue;
                            }
                        case 3: {
                                if (u !== 0)
                                    break;
                                if (v = r.sint32())
                                    m.error = v;
                                else
                                    delete m.error;
                                continue;
                            }
                        case 4: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.reason = v;
                                else
                                    delete m.reason;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return DeviceOutcome;
            })();

            v1.ListOperationsRequest = (function() {

                const ListOperationsRequest = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                ListOperationsRequest.prototype.pageSize = 0;
                ListOperationsRequest.prototype.pageToken = "";

                ListOperationsRequest.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.pageSize != null && $Object.hasOwnProperty.call(m, "pageSize") && m.pageSize !== 0)
                        w.uint32(8).uint32(m.pageSize);
                    if (m.pageToken != null && $Object.hasOwnProperty.call(m, "pageToken") && m.pageToken !== "")
                        w.uint32(18).string(m.pageToken);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                ListOperationsRequest.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.ListOperationsRequest();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 0)
                                    break;
                                if (v = r.uint32())
                                    m.pageSize = v;
                                else
                                    delete m.pageSize;
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.pageToken = v;
                                else
                                    delete m.pageToken;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return ListOperationsRequest;
            })();

            v1.ListOperationsResponse = (function() {

                const ListOperationsResponse = function (p) {
                    this.operations = [];
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                ListOperationsResponse.prototype.operations = $util.emptyArray;
                ListOperationsResponse.prototype.nextPageToken = "";

                ListOperationsResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.operations != null && m.operations.length) {
                        for (var i = 0; i < m.operations.length; ++i)
                            $root.dsmil.control.v1.Operation.encode(m.operations[i], w.uint32(10).fork(), q + 1).ldelim();
                    }
                    if (m.nextPageToken != null && $Object.hasOwnProperty.call(m, "nextPageToken") && m.nextPageToken !== "")
                        w.uint32(18).string(m.nextPageToken);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                ListOperationsResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.ListOperationsResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if (!(m.operations && m.operations.length))
                                    m.operations = [];
                                m.operations.push($root.dsmil.control.v1.Operation.decode(r, r.size(), $undefined, q + 1));
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.nextPageToken = v;
                                else
                                    delete m.nextPageToken;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return ListOperationsResponse;
            })();

            v1.GetOperationRequest = (function() {

                const GetOperationRequest = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                GetOperationRequest.prototype.id = "";

                GetOperationRequest.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
                        w.uint32(10).string(m.id);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                GetOperationRequest.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.GetOperationRequest();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.id = v;
                                else
                                    delete m.id;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return GetOperationRequest;
            })();

            v1.GetOperationResponse = (function() {

                const GetOperationResponse = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                GetOperationResponse.prototype.operation = null;

                GetOperationResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.operation != null && $Object.hasOwnProperty.call(m, "operation"))
                        $root.dsmil.control.v1.Operation.encode(m.operation, w.uint32(10).fork(), q + 1).ldelim();
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                GetOperationResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.GetOperationResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                m.operation = $root.dsmil.control.v1.Operation.decode(r, r.size(), $undefined, q + 1, m.operation);
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return GetOperationResponse;
            })();

            v1.CancelOperationRequest = (function() {

                const CancelOperationRequest = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                CancelOperationRequest.prototype.id = "";

                CancelOperationRequest.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
                        w.uint32(10).string(m.id);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                CancelOperationRequest.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.CancelOperationRequest();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.id = v;
                                else
                                    delete m.id;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return CancelOperationRequest;
            })();

            v1.CancelOperationResponse = (function() {

                const CancelOperationResponse = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                CancelOperationResponse.prototype.operation = null;

                CancelOperationResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.operation != null && $Object.hasOwnProperty.call(m, "operation"))
                        $root.dsmil.control.v1.Operation.encode(m.operation, w.uint32(10).fork(), q + 1).ldelim();
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                CancelOperationResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.CancelOperationResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                m.operation = $root.dsmil.control.v1.Operation.decode(r, r.size(), $undefined, q + 1, m.operation);
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return CancelOperationResponse;
            })();

            v1.CharterHead = (function() {

                const CharterHead = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                CharterHead.prototype.revision = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
                CharterHead.prototype.hash = $util.newBuffer([]);

                CharterHead.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.revision != null && $Object.hasOwnProperty.call(m, "revision") && (typeof m.revision === "object" ? m.revision.low || m.revision.high : m.revision !== 0))
                        w.uint32(8).uint64(m.revision);
                    if (m.hash != null && $Object.hasOwnProperty.call(m, "hash") && m.hash.length)
                        w.uint32(18).bytes(m.hash);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                CharterHead.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.CharterHead();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 0)
                                    break;
                                if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
                                    m.revision = v;
                                else
                                    delete m.revision;
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                if ((v = r.bytes()).length)
                                    m.hash = v;
                                else
                                    delete m.hash;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return CharterHead;
            })();

            v1.WhoAmIRequest = (function() {

                const WhoAmIRequest = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                WhoAmIRequest.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                WhoAmIRequest.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.WhoAmIRequest();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        r.skipType(t & 7, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return WhoAmIRequest;
            })();

            v1.WhoAmIResponse = (function() {

                const WhoAmIResponse = function (p) {
                    this.compartments = [];
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                WhoAmIResponse.prototype.principal = "";
                WhoAmIResponse.prototype.person = "";
                WhoAmIResponse.prototype.clearance = 0;
                WhoAmIResponse.prototype.compartments = $util.emptyArray;

                WhoAmIResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.principal != null && $Object.hasOwnProperty.call(m, "principal") && m.principal !== "")
                        w.uint32(10).string(m.principal);
                    if (m.person != null && $Object.hasOwnProperty.call(m, "person") && m.person !== "")
                        w.uint32(18).string(m.person);
                    if (m.clearance != null && $Object.hasOwnProperty.call(m, "clearance") && m.clearance !== 0)
                        w.uint32(24).int32(m.clearance);
                    if (m.compartments != null && m.compartments.length) {
                        for (var i = 0; i < m.compartments.length; ++i)
                            w.uint32(34).string(m.compartments[i]);
                    }
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                WhoAmIResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.WhoAmIResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.principal = v;
                                else
                                    delete m.principal;
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.person = v;
                                else
                                    delete m.person;
                                continue;
                            }
                        case 3: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.clearance = v;
                                else
                                    delete m.clearance;
                                continue;
                            }
                        case 4: {
                                if (u !== 2)
                                    break;
                                if (!(m.compartments && m.compartments.length))
                                    m.compartments = [];
                                m.compartments.push(r.stringVerify());
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return WhoAmIResponse;
            })();

            v1.GetPolicyRequest = (function() {

                const GetPolicyRequest = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                GetPolicyRequest.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                GetPolicyRequest.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.GetPolicyRequest();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        r.skipType(t & 7, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return GetPolicyRequest;
            })();

            v1.GetPolicyResponse = (function() {

                const GetPolicyResponse = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                GetPolicyResponse.prototype.head = null;
                GetPolicyResponse.prototype.policy = "";

                GetPolicyResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.head != null && $Object.hasOwnProperty.call(m, "head"))
                        $root.dsmil.control.v1.CharterHead.encode(m.head, w.uint32(10).fork(), q + 1).ldelim();
                    if (m.policy != null && $Object.hasOwnProperty.call(m, "policy") && m.policy !== "")
                        w.uint32(18).string(m.policy);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                GetPolicyResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.GetPolicyResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                m.head = $root.dsmil.control.v1.CharterHead.decode(r, r.size(), $undefined, q + 1, m.head);
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.policy = v;
                                else
                                    delete m.policy;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return GetPolicyResponse;
            })();

            v1.Person = (function() {

                const Person = function (p) {
                    this.compartments = [];
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                Person.prototype.person = "";
                Person.prototype.clearance = 0;
                Person.prototype.compartments = $util.emptyArray;
                Person.prototype.revoked = false;

                Person.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.person != null && $Object.hasOwnProperty.call(m, "person") && m.person !== "")
                        w.uint32(10).string(m.person);
                    if (m.clearance != null && $Object.hasOwnProperty.call(m, "clearance") && m.clearance !== 0)
                        w.uint32(16).int32(m.clearance);
                    if (m.compartments != null && m.compartments.length) {
                        for (var i = 0; i < m.compartments.length; ++i)
                            w.uint32(26).string(m.compartments[i]);
                    }
                    if (m.revoked != null && $Object.hasOwnProperty.call(m, "revoked") && m.revoked !== false)
                        w.uint32(32).bool(m.revoked);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                Person.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.Person();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.person = v;
                                else
                                    delete m.person;
                                continue;
                            }
                        case 2: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.clearance = v;
                                else
                                    delete m.clearance;
                                continue;
                            }
                        case 3: {
                                if (u !== 2)
                                    break;
                                if (!(m.compartments && m.compartments.length))
                                    m.compartments = [];
                                m.compartments.push(r.stringVerify());
                                continue;
                            }
                        case 4: {
                                if (u !== 0)
                                    break;
                                if (v = r.bool())
                                    m.revoked = v;
                                else
                                    delete m.revoked;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return Person;
            })();

            v1.Key = (function() {

                const Key = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                Key.prototype.keyId = "";
                Key.prototype.person = "";
                Key.prototype.publicKey = $util.newBuffer([]);
                Key.prototype.revoked = false;

                Key.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.keyId != null && $Object.hasOwnProperty.call(m, "keyId") && m.keyId !== "")
                        w.uint32(10).string(m.keyId);
                    if (m.person != null && $Object.hasOwnProperty.call(m, "person") && m.person !== "")
                        w.uint32(18).string(m.person);
                    if (m.publicKey != null && $Object.hasOwnProperty.call(m, "publicKey") && m.publicKey.length)
                        w.uint32(26).bytes(m.publicKey);
                    if (m.revoked != null && $Object.hasOwnProperty.call(m, "revoked") && m.revoked !== false)
                        w.uint32(32).bool(m.revoked);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                Key.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.Key();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.keyId = v;
                                else
                                    delete m.keyId;
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.person = v;
                                else
                                    delete m.person;
                                continue;
                            }
                        case 3: {
                                if (u !== 2)
                                    break;
                                if ((v = r.bytes()).length)
                                    m.publicKey = v;
                                else
                                    delete m.publicKey;
                                continue;
                            }
                        case 4: {
                                if (u !== 0)
                                    break;
                                if (v = r.bool())
                                    m.revoked = v;
                                else
                                    delete m.revoked;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return Key;
            })();

            v1.Principal = (function() {

                const Principal = function (p) {
                    this.compartments = [];
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                Principal.prototype.principal = "";
                Principal.prototype.person = "";
                Principal.prototype.clearance = 0;
                Principal.prototype.compartments = $util.emptyArray;

                Principal.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.principal != null && $Object.hasOwnProperty.call(m, "principal") && m.principal !== "")
                        w.uint32(10).string(m.principal);
                    if (m.person != null && $Object.hasOwnProperty.call(m, "person") && m.person !== "")
                        w.uint32(18).string(m.person);
                    if (m.clearance != null && $Object.hasOwnProperty.call(m, "clearance") && m.clearance !== 0)
                        w.uint32(24).int32(m.clearance);
                    if (m.compartments != null && m.compartments.length) {
                        for (var i = 0; i < m.compartments.length; ++i)
                            w.uint32(34).string(m.compartments[i]);
                    }
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                Principal.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.Principal();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.principal = v;
                                else
                                    delete m.principal;
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.person = v;
                                else
                                    delete m.person;
                                continue;
                            }
                        case 3: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.clearance = v;
                                else
                                    delete m.clearance;
                                continue;
                            }
                        case 4: {
                                if (u !== 2)
                                    break;
                                if (!(m.compartments && m.compartments.length))
                                    m.compartments = [];
                                m.compartments.push(r.stringVerify());
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return Principal;
            })();

            v1.ListPersonsRequest = (function() {

                const ListPersonsRequest = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                ListPersonsRequest.prototype.pageSize = 0;
                ListPersonsRequest.prototype.pageToken = "";

                ListPersonsRequest.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.pageSize != null && $Object.hasOwnProperty.call(m, "pageSize") && m.pageSize !== 0)
                        w.uint32(8).uint32(m.pageSize);
                    if (m.pageToken != null && $Object.hasOwnProperty.call(m, "pageToken") && m.pageToken !== "")
                        w.uint32(18).string(m.pageToken);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                ListPersonsRequest.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.ListPersonsRequest();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 0)
                                    break;
                                if (v = r.uint32())
                                    m.pageSize = v;
                                else
                                    delete m.pageSize;
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.pageToken = v;
                                else
                                    delete m.pageToken;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return ListPersonsRequest;
            })();

            v1.ListPersonsResponse = (function() {

                const ListPersonsResponse = function (p) {
                    this.persons = [];
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                ListPersonsResponse.prototype.persons = $util.emptyArray;
                ListPersonsResponse.prototype.nextPageToken = "";

                ListPersonsResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.persons != null && m.persons.length) {
                        for (var i = 0; i < m.persons.length; ++i)
                            $root.dsmil.control.v1.Person.encode(m.persons[i], w.uint32(10).fork(), q + 1).ldelim();
                    }
                    if (m.nextPageToken != null && $Object.hasOwnProperty.call(m, "nextPageToken") && m.nextPageToken !== "")
                        w.uint32(18).string(m.nextPageToken);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                ListPersonsResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.ListPersonsResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if (!(m.persons && m.persons.length))
                                    m.persons = [];
                                m.persons.push($root.dsmil.control.v1.Person.decode(r, r.size(), $undefined, q + 1));
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.nextPageToken = v;
                                else
                                    delete m.nextPageToken;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return ListPersonsResponse;
            })();

            v1.ListKeysRequest = (function() {

                const ListKeysRequest = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                ListKeysRequest.prototype.pageSize = 0;
                ListKeysRequest.prototype.pageToken = "";

                ListKeysRequest.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.pageSize != null && $Object.hasOwnProperty.call(m, "pageSize") && m.pageSize !== 0)
                        w.uint32(8).uint32(m.pageSize);
                    if (m.pageToken != null && $Object.hasOwnProperty.call(m, "pageToken") && m.pageToken !== "")
                        w.uint32(18).string(m.pageToken);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                ListKeysRequest.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.ListKeysRequest();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 0)
                                    break;
                                if (v = r.uint32())
                                    m.pageSize = v;
                                else
                                    delete m.pageSize;
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.pageToken = v;
                                else
                                    delete m.pageToken;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return ListKeysRequest;
            })();

            v1.ListKeysResponse = (function() {

                const ListKeysResponse = function (p) {
                    this.keys = [];
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                ListKeysResponse.prototype.keys = $util.emptyArray;
                ListKeysResponse.prototype.nextPageToken = "";

                ListKeysResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.keys != null && m.keys.length) {
                        for (var i = 0; i < m.keys.length; ++i)
                            $root.dsmil.control.v1.Key.encode(m.keys[i], w.uint32(10).fork(), q + 1).ldelim();
                    }
                    if (m.nextPageToken != null && $Object.hasOwnProperty.call(m, "nextPageToken") && m.nextPageToken !== "")
                        w.uint32(18).string(m.nextPageToken);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                ListKeysResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.ListKeysResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if (!(m.keys && m.keys.length))
                                    m.keys = [];
                                m.keys.push($root.dsmil.control.v1.Key.decode(r, r.size(), $undefined, q + 1));
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.nextPageToken = v;
                                else
                                    delete m.nextPageToken;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return ListKeysResponse;
            })();

            v1.ListPrincipalsRequest = (function() {

                const ListPrincipalsRequest = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                ListPrincipalsRequest.prototype.pageSize = 0;
                ListPrincipalsRequest.prototype.pageToken = "";

                ListPrincipalsRequest.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.pageSize != null && $Object.hasOwnProperty.call(m, "pageSize") && m.pageSize !== 0)
                        w.uint32(8).uint32(m.pageSize);
                    if (m.pageToken != null && $Object.hasOwnProperty.call(m, "pageToken") && m.pageToken !== "")
                        w.uint32(18).string(m.pageToken);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                ListPrincipalsRequest.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.ListPrincipalsRequest();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 0)
                                    break;
                                if (v = r.uint32())
                                    m.pageSize = v;
                                else
                                    delete m.pageSize;
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.pageToken = v;
                                else
                                    delete m.pageToken;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return ListPrincipalsRequest;
            })();

            v1.ListPrincipalsResponse = (function() {

                const ListPrincipalsResponse = function (p) {
                    this.principals = [];
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                ListPrincipalsResponse.prototype.principals = $util.emptyArray;
                ListPrincipalsResponse.prototype.nextPageToken = "";

                ListPrincipalsResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.principals != null && m.principals.length) {
                        for (var i = 0; i < m.principals.length; ++i)
                            $root.dsmil.control.v1.Principal.encode(m.principals[i], w.uint32(10).fork(), q + 1).ldelim();
                    }
                    if (m.nextPageToken != null && $Object.hasOwnProperty.call(m, "nextPageToken") && m.nextPageToken !== "")
                        w.uint32(18).string(m.nextPageToken);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                ListPrincipalsResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.ListPrincipalsResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if (!(m.principals && m.principals.length))
                                    m.principals = [];
                                m.principals.push($root.dsmil.control.v1.Principal.decode(r, r.size(), $undefined, q + 1));
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.nextPageToken = v;
                                else
                                    delete m.nextPageToken;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return ListPrincipalsResponse;
            })();

            v1.ProposeChangeRequest = (function() {

                const ProposeChangeRequest = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                ProposeChangeRequest.prototype.change = "";

                ProposeChangeRequest.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.change != null && $Object.hasOwnProperty.call(m, "change") && m.change !== "")
                        w.uint32(10).string(m.change);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                ProposeChangeRequest.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.ProposeChangeRequest();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.change = v;
                                else
                                    delete m.change;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return ProposeChangeRequest;
            })();

            v1.Proposal = (function() {

                const Proposal = function (p) {
                    this.approvedBy = [];
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                Proposal.prototype.proposalId = "";
                Proposal.prototype.change = "";
                Proposal.prototype.proposer = "";
                Proposal.prototype.document = null;
                Proposal.prototype.approvedBy = $util.emptyArray;
                Proposal.prototype.baseRevision = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
                Proposal.prototype.timeLeft = null;

                Proposal.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.proposalId != null && $Object.hasOwnProperty.call(m, "proposalId") && m.proposalId !== "")
                        w.uint32(10).string(m.proposalId);
                    if (m.change != null && $Object.hasOwnProperty.call(m, "change") && m.change !== "")
                        w.uint32(18).string(m.change);
                    if (m.proposer != null && $Object.hasOwnProperty.call(m, "proposer") && m.proposer !== "")
                        w.uint32(26).string(m.proposer);
                    if (m.document != null && $Object.hasOwnProperty.call(m, "document"))
                        $root.dsmil.control.v1.SignedDocument.encode(m.document, w.uint32(34).fork(), q + 1).ldelim();
                    if (m.approvedBy != null && m.approvedBy.length) {
                        for (var i = 0; i < m.approvedBy.length; ++i)
                            w.uint32(42).string(m.approvedBy[i]);
                    }
                    if (m.baseRevision != null && $Object.hasOwnProperty.call(m, "baseRevision") && (typeof m.baseRevision === "object" ? m.baseRevision.low || m.baseRevision.high : m.baseRevision !== 0))
                        w.uint32(48).uint64(m.baseRevision);
                    if (m.timeLeft != null && $Object.hasOwnProperty.call(m, "timeLeft"))
                        $root.google.protobuf.Duration.encode(m.timeLeft, w.uint32(58).fork(), q + 1).ldelim();
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                Proposal.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.Proposal();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.proposalId = v;
                                else
                                    delete m.proposalId;
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.change = v;
                                else
                                    delete m.change;
                                continue;
                            }
                        case 3: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.proposer = v;
                                else
                                    delete m.proposer;
                                continue;
                            }
                        case 4: {
                                if (u !== 2)
                                    break;
                                m.document = $root.dsmil.control.v1.SignedDocument.decode(r, r.size(), $undefined, q + 1, m.document);
                                continue;
                            }
                        case 5: {
                                if (u !== 2)
                                    break;
                                if (!(m.approvedBy && m.approvedBy.length))
                                    m.approvedBy = [];
                                m.approvedBy.push(r.stringVerify());
                                continue;
                            }
                        case 6: {
                                if (u !== 0)
                                    break;
                                if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
                                    m.baseRevision = v;
                                else
                                    delete m.baseRevision;
                                continue;
                            }
                        case 7: {
                                if (u !== 2)
                                    break;
                                m.timeLeft = $root.google.protobuf.Duration.decode(r, r.size(), $undefined, q + 1, m.timeLeft);
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return Proposal;
            })();

            v1.ProposeChangeResponse = (function() {

                const ProposeChangeResponse = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                ProposeChangeResponse.prototype.proposal = null;

                ProposeChangeResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.proposal != null && $Object.hasOwnProperty.call(m, "proposal"))
                        $root.dsmil.control.v1.Proposal.encode(m.proposal, w.uint32(10).fork(), q + 1).ldelim();
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                ProposeChangeResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.ProposeChangeResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                m.proposal = $root.dsmil.control.v1.Proposal.decode(r, r.size(), $undefined, q + 1, m.proposal);
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return ProposeChangeResponse;
            })();

            v1.ListProposalsRequest = (function() {

                const ListProposalsRequest = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                ListProposalsRequest.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                ListProposalsRequest.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.ListProposalsRequest();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        r.skipType(t & 7, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return ListProposalsRequest;
            })();

            v1.ListProposalsResponse = (function() {

                const ListProposalsResponse = function (p) {
                    this.proposals = [];
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                ListProposalsResponse.prototype.proposals = $util.emptyArray;

                ListProposalsResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.proposals != null && m.proposals.length) {
                        for (var i = 0; i < m.proposals.length; ++i)
                            $root.dsmil.control.v1.Proposal.encode(m.proposals[i], w.uint32(10).fork(), q + 1).ldelim();
                    }
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                ListProposalsResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.ListProposalsResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if (!(m.proposals && m.proposals.length))
                                    m.proposals = [];
                                m.proposals.push($root.dsmil.control.v1.Proposal.decode(r, r.size(), $undefined, q + 1));
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return ListProposalsResponse;
            })();

            v1.ApproveProposalRequest = (function() {

                const ApproveProposalRequest = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                ApproveProposalRequest.prototype.proposalId = "";
                ApproveProposalRequest.prototype.signature = null;

                ApproveProposalRequest.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.proposalId != null && $Object.hasOwnProperty.call(m, "proposalId") && m.proposalId !== "")
                        w.uint32(10).string(m.proposalId);
                    if (m.signature != null && $Object.hasOwnProperty.call(m, "signature"))
                        $root.dsmil.control.v1.Signature.encode(m.signature, w.uint32(18).fork(), q + 1).ldelim();
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                ApproveProposalRequest.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.ApproveProposalRequest();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.proposalId = v;
                                else
                                    delete m.proposalId;
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                m.signature = $root.dsmil.control.v1.Signature.decode(r, r.size(), $undefined, q + 1, m.signature);
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return ApproveProposalRequest;
            })();

            v1.ApproveProposalResponse = (function() {

                const ApproveProposalResponse = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                ApproveProposalResponse.prototype.proposal = null;
                ApproveProposalResponse.prototype.revision = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                ApproveProposalResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.proposal != null && $Object.hasOwnProperty.call(m, "proposal"))
                        $root.dsmil.control.v1.Proposal.encode(m.proposal, w.uint32(10).fork(), q + 1).ldelim();
                    if (m.revision != null && $Object.hasOwnProperty.call(m, "revision") && (typeof m.revision === "object" ? m.revision.low || m.revision.high : m.revision !== 0))
                        w.uint32(16).uint64(m.revision);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                ApproveProposalResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.ApproveProposalResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                m.proposal = $root.dsmil.control.v1.Proposal.decode(r, r.size(), $undefined, q + 1, m.proposal);
                                continue;
                            }
                        case 2: {
                                if (u !== 0)
                                    break;
                                if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
                                    m.revision = v;
                                else
                                    delete m.revision;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return ApproveProposalResponse;
            })();

            v1.RetractProposalRequest = (function() {

                const RetractProposalRequest = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                RetractProposalRequest.prototype.proposalId = "";

                RetractProposalRequest.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.proposalId != null && $Object.hasOwnProperty.call(m, "proposalId") && m.proposalId !== "")
                        w.uint32(10).string(m.proposalId);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                RetractProposalRequest.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.RetractProposalRequest();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.proposalId = v;
                                else
                                    delete m.proposalId;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return RetractProposalRequest;
            })();

            v1.RetractProposalResponse = (function() {

                const RetractProposalResponse = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                RetractProposalResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                RetractProposalResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.RetractProposalResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        r.skipType(t & 7, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return RetractProposalResponse;
            })();

            v1.ReloadPolicyRequest = (function() {

                const ReloadPolicyRequest = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                ReloadPolicyRequest.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                ReloadPolicyRequest.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.ReloadPolicyRequest();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        r.skipType(t & 7, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return ReloadPolicyRequest;
            })();

            v1.ReloadPolicyResponse = (function() {

                const ReloadPolicyResponse = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                ReloadPolicyResponse.prototype.head = null;

                ReloadPolicyResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.head != null && $Object.hasOwnProperty.call(m, "head"))
                        $root.dsmil.control.v1.CharterHead.encode(m.head, w.uint32(10).fork(), q + 1).ldelim();
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                ReloadPolicyResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.ReloadPolicyResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                m.head = $root.dsmil.control.v1.CharterHead.decode(r, r.size(), $undefined, q + 1, m.head);
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return ReloadPolicyResponse;
            })();

            v1.OrchestratorState = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "ORCHESTRATOR_STATE_UNSPECIFIED"] = 0;
                values[valuesById[1] = "ORCHESTRATOR_STATE_STARTING"] = 1;
                values[valuesById[2] = "ORCHESTRATOR_STATE_RECOVERING"] = 2;
                values[valuesById[3] = "ORCHESTRATOR_STATE_OPERATIONAL"] = 3;
                values[valuesById[4] = "ORCHESTRATOR_STATE_DEGRADED"] = 4;
                values[valuesById[5] = "ORCHESTRATOR_STATE_EMERGENCY_STOPPED"] = 5;
                values[valuesById[6] = "ORCHESTRATOR_STATE_ENDING"] = 6;
                return values;
            })();

            v1.GetStatusRequest = (function() {

                const GetStatusRequest = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                GetStatusRequest.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                GetStatusRequest.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.GetStatusRequest();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        r.skipType(t & 7, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return GetStatusRequest;
            })();

            v1.GetStatusResponse = (function() {

                const GetStatusResponse = function (p) {
                    this.health = [];
                    this.operationCounts = {};
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                GetStatusResponse.prototype.version = "";
                GetStatusResponse.prototype.upTime = null;
                GetStatusResponse.prototype.orchestrator = 0;
                GetStatusResponse.prototype.devicePath = "";
                GetStatusResponse.prototype.backend = 0;
                GetStatusResponse.prototype.stop = null;
                GetStatusResponse.prototype.health = $util.emptyArray;
                GetStatusResponse.prototype.operationCounts = $util.emptyObject;
                GetStatusResponse.prototype.inFlight = 0;
                GetStatusResponse.prototype.undecided = 0;
                GetStatusResponse.prototype.flagged = 0;
                GetStatusResponse.prototype.audit = null;

                GetStatusResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.version != null && $Object.hasOwnProperty.call(m, "version") && m.version !== "")
                        w.uint32(10).string(m.version);
                    if (m.upTime != null && $Object.hasOwnProperty.call(m, "upTime"))
                        $root.google.protobuf.Duration.encode(m.upTime, w.uint32(18).fork(), q + 1).ldelim();
                    if (m.orchestrator != null && $Object.hasOwnProperty.call(m, "orchestrator") && m.orchestrator !== 0)
                        w.uint32(24).int32(m.orchestrator);
                    if (m.devicePath != null && $Object.hasOwnProperty.call(m, "devicePath") && m.devicePath !== "")
                        w.uint32(34).string(m.devicePath);
                    if (m.backend != null && $Object.hasOwnProperty.call(m, "backend") && m.backend !== 0)
                        w.uint32(40).uint32(m.backend);
                    if (m.stop != null && $Object.hasOwnProperty.call(m, "stop"))
                        $root.dsmil.control.v1.StopStatus.encode(m.stop, w.uint32(50).fork(), q + 1).ldelim();
                    if (m.health != null && m.health.length) {
                        for (var i = 0; i < m.health.length; ++i)
                            $root.dsmil.control.v1.ComponentHealth.encode(m.health[i], w.uint32(58).fork(), q + 1).ldelim();
                    }
                    if (m.operationCounts != null && $Object.hasOwnProperty.call(m, "operationCounts")) {
                        for (var ks = $Object.keys(m.operationCounts), i = 0; i < ks.length; ++i) {
                            w.uint32(66).fork().uint32(10).string(ks[i]).uint32(16).uint64(m.operationCounts[ks[i]]).ldelim();
                        }
                    }
                    if (m.inFlight != null && $Object.hasOwnProperty.call(m, "inFlight") && m.inFlight !== 0)
                        w.uint32(72).uint32(m.inFlight);
                    if (m.undecided != null && $Object.hasOwnProperty.call(m, "undecided") && m.undecided !== 0)
                        w.uint32(80).uint32(m.undecided);
                    if (m.flagged != null && $Object.hasOwnProperty.call(m, "flagged") && m.flagged !== 0)
                        w.uint32(88).uint32(m.flagged);
                    if (m.audit != null && $Object.hasOwnProperty.call(m, "audit"))
                        $root.dsmil.control.v1.AuditStatus.encode(m.audit, w.uint32(98).fork(), q + 1).ldelim();
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                GetStatusResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, k, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.GetStatusResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.version = v;
                                else
                                    delete m.version;
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                m.upTime = $root.google.protobuf.Duration.decode(r, r.size(), $undefined, q + 1, m.upTime);
                                continue;
                            }
                        case 3: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.orchestrator = v;
                                else
                                    delete m.orchestrator;
                                continue;
                            }
                        case 4: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.devicePath = v;
                                else
                                    delete m.devicePath;
                                continue;
                            }
                        case 5: {
                                if (u !== 0)
                                    break;
                                if (v = r.uint32())
                                    m.backend = v;
                                else
                                    delete m.backend;
                                continue;
                            }
                        case 6: {
                                if (u !== 2)
                                    break;
                                m.stop = $root.dsmil.control.v1.StopStatus.decode(r, r.size(), $undefined, q + 1, m.stop);
                                continue;
                            }
                        case 7: {
                                if (u !== 2)
                                    break;
                                if (!(m.health && m.health.length))
                                    m.health = [];
                                m.health.push($root.dsmil.control.v1.ComponentHealth.decode(r, r.size(), $undefined, q + 1));
                                continue;
                            }
                        case 8: {
                                if (u !== 2)
                                    break;
                                if (m.operationCounts === $util.emptyObject)
                                    m.operationCounts = {};
                                var c2 = r.size() + r.pos;
                                if (c2 > r.len)
                                    throw $RangeError("index out of range");
                                r.len = c2;
                                k = "";
                                v = $util.Long ? $util.Long.fromNumber(0, true) : 0;
                                while (r.pos < c2) {
                                    var t2 = r.tag();
                                    u = t2 & 7;
                                    switch (t2 >>>= 3) {
                                    case 1:
                                        if (u !== 2)
                                            break;
                                        k = r.stringVerify();
                                        continue;
                                    case 2:
                                        if (u !== 0)
                                            break;
                                        v = r.uint64();
                                        continue;
                                    }
                                    r.skipType(u, q, t2);
                                }
                                if (r.pos !== c2)
                                    throw $RangeError("index out of range");
                                r.len = c;
                                if (k === "__proto__")
                                    $util.makeProp(m.operationCounts, k);
                                m.operationCounts[k] = v;
                                continue;
                            }
                        case 9: {
                                if (u !== 0)
                                    break;
                                if (v = r.uint32())
                                    m.inFlight = v;
                                else
                                    delete m.inFlight;
                                continue;
                            }
                        case 10: {
                                if (u !== 0)
                                    break;
                                if (v = r.uint32())
                                    m.undecided = v;
                                else
                                    delete m.undecided;
                                continue;
                            }
                        case 11: {
                                if (u !== 0)
                                    break;
                                if (v = r.uint32())
                                    m.flagged = v;
                                else
                                    delete m.flagged;
                                continue;
                            }
                        case 12: {
                                if (u !== 2)
                                    break;
                                m.audit = $root.dsmil.control.v1.AuditStatus.decode(r, r.size(), $undefined, q + 1, m.audit);
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return GetStatusResponse;
            })();

            v1.ComponentHealth = (function() {

                const ComponentHealth = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                ComponentHealth.prototype.component = "";
                ComponentHealth.prototype.state = "";
                ComponentHealth.prototype.reason = "";
                ComponentHealth.prototype.since = null;

                ComponentHealth.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.component != null && $Object.hasOwnProperty.call(m, "component") && m.component !== "")
                        w.uint32(10).string(m.component);
                    if (m.state != null && $Object.hasOwnProperty.call(m, "state") && m.state !== "")
                        w.uint32(18).string(m.state);
                    if (m.reason != null && $Object.hasOwnProperty.call(m, "reason") && m.reason !== "")
                        w.uint32(26).string(m.reason);
                    if (m.since != null && $Object.hasOwnProperty.call(m, "since"))
                        $root.google.protobuf.Timestamp.encode(m.since, w.uint32(34).fork(), q + 1).ldelim();
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                ComponentHealth.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.ComponentHealth();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.component = v;
                                else
                                    delete m.component;
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.state = v;
                                else
                                    delete m.state;
                                continue;
                            }
                        case 3: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.reason = v;
                                else
                                    delete m.reason;
                                continue;
                            }
                        case 4: {
                                if (u !== 2)
                                    break;
                                m.since = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.since);
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return ComponentHealth;
            })();

            v1.AuditStatus = (function() {

                const AuditStatus = function (p) {
                    this.problems = [];
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                AuditStatus.prototype.size = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
                AuditStatus.prototype.durable = false;
                AuditStatus.prototype.problems = $util.emptyArray;

                AuditStatus.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.size != null && $Object.hasOwnProperty.call(m, "size") && (typeof m.size === "object" ? m.size.low || m.size.high : m.size !== 0))
                        w.uint32(8).uint64(m.size);
                    if (m.durable != null && $Object.hasOwnProperty.call(m, "durable") && m.durable !== false)
                        w.uint32(16).bool(m.durable);
                    if (m.problems != null && m.problems.length) {
                        for (var i = 0; i < m.problems.length; ++i)
                            w.uint32(26).string(m.problems[i]);
                    }
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                AuditStatus.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.AuditStatus();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 0)
                                    break;
                                if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
                                    m.size = v;
                                else
                                    delete m.size;
                                continue;
                            }
                        case 2: {
                                if (u !== 0)
                                    break;
                                if (v = r.bool())
                                    m.durable = v;
                                else
                                    delete m.durable;
                                continue;
                            }
                        case 3: {
                                if (u !== 2)
                                    break;
                                if (!(m.problems && m.problems.length))
                                    m.problems = [];
                                m.problems.push(r.stringVerify());
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return AuditStatus;
            })();

            v1.StopState = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "STOP_STATE_UNSPECIFIED"] = 0;
                values[valuesById[1] = "STOP_STATE_RUN"] = 1;
                values[valuesById[2] = "STOP_STATE_STOPPING"] = 2;
                values[valuesById[3] = "STOP_STATE_LATCHED"] = 3;
                values[valuesById[4] = "STOP_STATE_LATCHED_DEGRADED"] = 4;
                values[valuesById[5] = "STOP_STATE_RESET_PENDING"] = 5;
                values[valuesById[6] = "STOP_STATE_READY"] = 6;
                return values;
            })();

            v1.StopStep = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "STOP_STEP_UNSPECIFIED"] = 0;
                values[valuesById[1] = "STOP_STEP_RESET"] = 1;
                values[valuesById[2] = "STOP_STEP_CONFIRM"] = 2;
                values[valuesById[3] = "STOP_STEP_START"] = 3;
                return values;
            })();

            v1.StopStatus = (function() {

                const StopStatus = function (p) {
                    this.missing = [];
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                StopStatus.prototype.state = 0;
                StopStatus.prototype.epoch = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
                StopStatus.prototype.missing = $util.emptyArray;
                StopStatus.prototype.inStateFor = null;
                StopStatus.prototype.firstPerson = "";
                StopStatus.prototype.unlatched = false;

                StopStatus.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.state != null && $Object.hasOwnProperty.call(m, "state") && m.state !== 0)
                        w.uint32(8).int32(m.state);
                    if (m.epoch != null && $Object.hasOwnProperty.call(m, "epoch") && (typeof m.epoch === "object" ? m.epoch.low || m.epoch.high : m.epoch !== 0))
                        w.uint32(16).uint64(m.epoch);
                    if (m.missing != null && m.missing.length) {
                        for (var i = 0; i < m.missing.length; ++i)
                            w.uint32(26).string(m.missing[i]);
                    }
                    if (m.inStateFor != null && $Object.hasOwnProperty.call(m, "inStateFor"))
                        $root.google.protobuf.Duration.encode(m.inStateFor, w.uint32(34).fork(), q + 1).ldelim();
                    if (m.firstPerson != null && $Object.hasOwnProperty.call(m, "firstPerson") && m.firstPerson !== "")
                        w.uint32(42).string(m.firstPerson);
                    if (m.unlatched != null && $Object.hasOwnProperty.call(m, "unlatched") && m.unlatched !== false)
                        w.uint32(48).bool(m.unlatched);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                StopStatus.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.StopStatus();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.state = v;
                                else
                                    delete m.state;
                                continue;
                            }
                        case 2: {
                                if (u !== 0)
                                    break;
                                if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
                                    m.epoch = v;
                                else
                                    delete m.epoch;
                                continue;
                            }
                        case 3: {
                                if (u !== 2)
                                    break;
                                if (!(m.missing && m.missing.length))
                                    m.missing = [];
                                m.missing.push(r.stringVerify());
                                continue;
                            }
                        case 4: {
                                if (u !== 2)
                                    break;
                                m.inStateFor = $root.google.protobuf.Duration.decode(r, r.size(), $undefined, q + 1, m.inStateFor);
                                continue;
                            }
                        case 5: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.firstPerson = v;
                                else
                                    delete m.firstPerson;
                                continue;
                            }
                        case 6: {
                                if (u !== 0)
                                    break;
                                if (v = r.bool())
                                    m.unlatched = v;
                                else
                                    delete m.unlatched;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return StopStatus;
            })();

            v1.StopRequest = (function() {

                const StopRequest = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                StopRequest.prototype.reason = "";

                StopRequest.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.reason != null && $Object.hasOwnProperty.call(m, "reason") && m.reason !== "")
                        w.uint32(10).string(m.reason);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                StopRequest.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.StopRequest();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.reason = v;
                                else
                                    delete m.reason;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return StopRequest;
            })();

            v1.StopResponse = (function() {

                const StopResponse = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                StopResponse.prototype.status = null;

                StopResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.status != null && $Object.hasOwnProperty.call(m, "status"))
                        $root.dsmil.control.v1.StopStatus.encode(m.status, w.uint32(10).fork(), q + 1).ldelim();
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                StopResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.StopResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                m.status = $root.dsmil.control.v1.StopStatus.decode(r, r.size(), $undefined, q + 1, m.status);
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return StopResponse;
            })();

            v1.GetStopStatusRequest = (function() {

                const GetStopStatusRequest = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                GetStopStatusRequest.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                GetStopStatusRequest.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.GetStopStatusRequest();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        r.skipType(t & 7, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return GetStopStatusRequest;
            })();

            v1.GetStopStatusResponse = (function() {

                const GetStopStatusResponse = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                GetStopStatusResponse.prototype.status = null;

                GetStopStatusResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.status != null && $Object.hasOwnProperty.call(m, "status"))
                        $root.dsmil.control.v1.StopStatus.encode(m.status, w.uint32(10).fork(), q + 1).ldelim();
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                GetStopStatusResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.GetStopStatusResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                m.status = $root.dsmil.control.v1.StopStatus.decode(r, r.size(), $undefined, q + 1, m.status);
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return GetStopStatusResponse;
            })();

            v1.OfferStopStepRequest = (function() {

                const OfferStopStepRequest = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                OfferStopStepRequest.prototype.expectedStep = 0;

                OfferStopStepRequest.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.expectedStep != null && $Object.hasOwnProperty.call(m, "expectedStep") && m.expectedStep !== 0)
                        w.uint32(8).int32(m.expectedStep);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                OfferStopStepRequest.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.OfferStopStepRequest();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.expectedStep = v;
                                else
                                    delete m.expectedStep;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return OfferStopStepRequest;
            })();

            v1.OfferStopStepResponse = (function() {

                const OfferStopStepResponse = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                OfferStopStepResponse.prototype.document = null;
                OfferStopStepResponse.prototype.step = 0;
                OfferStopStepResponse.prototype.timeLeft = null;

                OfferStopStepResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.document != null && $Object.hasOwnProperty.call(m, "document"))
                        $root.dsmil.control.v1.SignedDocument.encode(m.document, w.uint32(10).fork(), q + 1).ldelim();
                    if (m.step != null && $Object.hasOwnProperty.call(m, "step") && m.step !== 0)
                        w.uint32(16).int32(m.step);
                    if (m.timeLeft != null && $Object.hasOwnProperty.call(m, "timeLeft"))
                        $root.google.protobuf.Duration.encode(m.timeLeft, w.uint32(26).fork(), q + 1).ldelim();
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                OfferStopStepResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.OfferStopStepResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                m.document = $root.dsmil.control.v1.SignedDocument.decode(r, r.size(), $undefined, q + 1, m.document);
                                continue;
                            }
                        case 2: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.step = v;
                                else
                                    delete m.step;
                                continue;
                            }
                        case 3: {
                                if (u !== 2)
                                    break;
                                m.timeLeft = $root.google.protobuf.Duration.decode(r, r.size(), $undefined, q + 1, m.timeLeft);
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return OfferStopStepResponse;
            })();

            v1.TakeStopStepRequest = (function() {

                const TakeStopStepRequest = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                TakeStopStepRequest.prototype.nonce = "";
                TakeStopStepRequest.prototype.signature = null;

                TakeStopStepRequest.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.nonce != null && $Object.hasOwnProperty.call(m, "nonce") && m.nonce !== "")
                        w.uint32(10).string(m.nonce);
                    if (m.signature != null && $Object.hasOwnProperty.call(m, "signature"))
                        $root.dsmil.control.v1.Signature.encode(m.signature, w.uint32(18).fork(), q + 1).ldelim();
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                TakeStopStepRequest.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.TakeStopStepRequest();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.nonce = v;
                                else
                                    delete m.nonce;
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                m.signature = $root.dsmil.control.v1.Signature.decode(r, r.size(), $undefined, q + 1, m.signature);
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return TakeStopStepRequest;
            })();

            v1.TakeStopStepResponse = (function() {

                const TakeStopStepResponse = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                TakeStopStepResponse.prototype.status = null;

                TakeStopStepResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.status != null && $Object.hasOwnProperty.call(m, "status"))
                        $root.dsmil.control.v1.StopStatus.encode(m.status, w.uint32(10).fork(), q + 1).ldelim();
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                TakeStopStepResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.TakeStopStepResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                m.status = $root.dsmil.control.v1.StopStatus.decode(r, r.size(), $undefined, q + 1, m.status);
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return TakeStopStepResponse;
            })();

            v1.RunTransactionRequest = (function() {

                const RunTransactionRequest = function (p) {
                    this.operations = [];
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                RunTransactionRequest.prototype.coordinationId = "";
                RunTransactionRequest.prototype.operations = $util.emptyArray;
                RunTransactionRequest.prototype.justification = "";
                RunTransactionRequest.prototype.authContext = null;
                RunTransactionRequest.prototype.timeout = null;

                RunTransactionRequest.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.coordinationId != null && $Object.hasOwnProperty.call(m, "coordinationId") && m.coordinationId !== "")
                        w.uint32(10).string(m.coordinationId);
                    if (m.operations != null && m.operations.length) {
                        for (var i = 0; i < m.operations.length; ++i)
                            $root.dsmil.communication.v1.OperationCoordinationRequest.encode(m.operations[i], w.uint32(18).fork(), q + 1).ldelim();
                    }
                    if (m.justification != null && $Object.hasOwnProperty.call(m, "justification") && m.justification !== "")
                        w.uint32(26).string(m.justification);
                    if (m.authContext != null && $Object.hasOwnProperty.call(m, "authContext"))
                        $root.dsmil.communication.v1.AuthContext.encode(m.authContext, w.uint32(34).fork(), q + 1).ldelim();
                    if (m.timeout != null && $Object.hasOwnProperty.call(m, "timeout"))
                        $root.google.protobuf.Duration.encode(m.timeout, w.uint32(42).fork(), q + 1).ldelim();
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                RunTransactionRequest.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.RunTransactionRequest();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.coordinationId = v;
                                else
                                    delete m.coordinationId;
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                if (!(m.operations && m.operations.length))
                                    m.operations = [];
                                m.operations.push($root.dsmil.communication.v1.OperationCoordinationRequest.decode(r, r.size(), $undefined, q + 1));
                                continue;
                            }
                        case 3: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.justification = v;
                                else
                                    delete m.justification;
                                continue;
                            }
                        case 4: {
                                if (u !== 2)
                                    break;
                                m.authContext = $root.dsmil.communication.v1.AuthContext.decode(r, r.size(), $undefined, q + 1, m.authContext);
                                continue;
                            }
                        case 5: {
                                if (u !== 2)
                                    break;
                                m.timeout = $root.google.protobuf.Duration.decode(r, r.size(), $undefined, q + 1, m.timeout);
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return RunTransactionRequest;
            })();

            v1.RunTransactionResponse = (function() {

                const RunTransactionResponse = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                RunTransactionResponse.prototype.operation = null;

                RunTransactionResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.operation != null && $Object.hasOwnProperty.call(m, "operation"))
                        $root.dsmil.control.v1.Operation.encode(m.operation, w.uint32(10).fork(), q + 1).ldelim();
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                RunTransactionResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.dsmil.control.v1.RunTransactionResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                m.operation = $root.dsmil.control.v1.Operation.decode(r, r.size(), $undefined, q + 1, m.operation);
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return RunTransactionResponse;
            })();

            return v1;
        })();

        return control;
    })();

    return dsmil;
})();

export const google: any = $root.google = (() => {

    const google = {};

    google.protobuf = (function() {

        const protobuf = {};

        protobuf.Duration = (function() {

            const Duration = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Duration.prototype.seconds = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
            Duration.prototype.nanos = 0;

            Duration.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.seconds != null && $Object.hasOwnProperty.call(m, "seconds") && (typeof m.seconds === "object" ? m.seconds.low || m.seconds.high : m.seconds !== 0))
                    w.uint32(8).int64(m.seconds);
                if (m.nanos != null && $Object.hasOwnProperty.call(m, "nanos") && m.nanos !== 0)
                    w.uint32(16).int32(m.nanos);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Duration.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.google.protobuf.Duration();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 0)
                                break;
                            if (typeof (v = r.int64()) === "object" ? v.low || v.high : v !== 0)
                                m.seconds = v;
                            else
                                delete m.seconds;
                            continue;
                        }
                    case 2: {
                            if (u !== 0)
                                break;
                            if (v = r.int32())
                                m.nanos = v;
                            else
                                delete m.nanos;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return Duration;
        })();

        protobuf.Timestamp = (function() {

            const Timestamp = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Timestamp.prototype.seconds = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
            Timestamp.prototype.nanos = 0;

            Timestamp.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.seconds != null && $Object.hasOwnProperty.call(m, "seconds") && (typeof m.seconds === "object" ? m.seconds.low || m.seconds.high : m.seconds !== 0))
                    w.uint32(8).int64(m.seconds);
                if (m.nanos != null && $Object.hasOwnProperty.call(m, "nanos") && m.nanos !== 0)
                    w.uint32(16).int32(m.nanos);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Timestamp.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.google.protobuf.Timestamp();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 0)
                                break;
                            if (typeof (v = r.int64()) === "object" ? v.low || v.high : v !== 0)
                                m.seconds = v;
                            else
                                delete m.seconds;
                            continue;
                        }
                    case 2: {
                            if (u !== 0)
                                break;
                            if (v = r.int32())
                                m.nanos = v;
                            else
                                delete m.nanos;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return Timestamp;
        })();

        protobuf.Any = (function() {

            const Any = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Any.prototype.type_url = "";
            Any.prototype.value = $util.newBuffer([]);

            Any.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.type_url != null && $Object.hasOwnProperty.call(m, "type_url") && m.type_url !== "")
                    w.uint32(10).string(m.type_url);
                if (m.value != null && $Object.hasOwnProperty.call(m, "value") && m.value.length)
                    w.uint32(18).bytes(m.value);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Any.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.google.protobuf.Any();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.type_url = v;
                            else
                                delete m.type_url;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.value = v;
                            else
                                delete m.value;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return Any;
        })();

        return protobuf;
    })();

    google.rpc = (function() {

        const rpc = {};

        rpc.RetryInfo = (function() {

            const RetryInfo = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            RetryInfo.prototype.retryDelay = null;

            RetryInfo.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.retryDelay != null && $Object.hasOwnProperty.call(m, "retryDelay"))
                    $root.google.protobuf.Duration.encode(m.retryDelay, w.uint32(10).fork(), q + 1).ldelim();
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            RetryInfo.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.google.rpc.RetryInfo();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            m.retryDelay = $root.google.protobuf.Duration.decode(r, r.size(), $undefined, q + 1, m.retryDelay);
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return RetryInfo;
        })();

        rpc.QuotaFailure = (function() {

            const QuotaFailure = function (p) {
                this.violations = [];
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            QuotaFailure.prototype.violations = $util.emptyArray;

            QuotaFailure.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.violations != null && m.violations.length) {
                    for (var i = 0; i < m.violations.length; ++i)
                        $root.google.rpc.QuotaFailure.Violation.encode(m.violations[i], w.uint32(10).fork(), q + 1).ldelim();
                }
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            QuotaFailure.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.google.rpc.QuotaFailure();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if (!(m.violations && m.violations.length))
                                m.violations = [];
                            m.violations.push($root.google.rpc.QuotaFailure.Violation.decode(r, r.size(), $undefined, q + 1));
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            QuotaFailure.Violation = (function() {

                const Violation = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                Violation.prototype.subject = "";
                Violation.prototype.description = "";

                Violation.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.subject != null && $Object.hasOwnProperty.call(m, "subject") && m.subject !== "")
                        w.uint32(10).string(m.subject);
                    if (m.description != null && $Object.hasOwnProperty.call(m, "description") && m.description !== "")
                        w.uint32(18).string(m.description);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                Violation.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.google.rpc.QuotaFailure.Violation();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.subject = v;
                                else
                                    delete m.subject;
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.description = v;
                                else
                                    delete m.description;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return Violation;
            })();

            return QuotaFailure;
        })();

        rpc.ErrorInfo = (function() {

            const ErrorInfo = function (p) {
                this.metadata = {};
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            ErrorInfo.prototype.reason = "";
            ErrorInfo.prototype.domain = "";
            ErrorInfo.prototype.metadata = $util.emptyObject;

            ErrorInfo.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.reason != null && $Object.hasOwnProperty.call(m, "reason") && m.reason !== "")
                    w.uint32(10).string(m.reason);
                if (m.domain != null && $Object.hasOwnProperty.call(m, "domain") && m.domain !== "")
                    w.uint32(18).string(m.domain);
                if (m.metadata != null && $Object.hasOwnProperty.call(m, "metadata")) {
                    for (var ks = $Object.keys(m.metadata), i = 0; i < ks.length; ++i) {
                        w.uint32(26).fork().uint32(10).string(ks[i]).uint32(18).string(m.metadata[ks[i]]).ldelim();
                    }
                }
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            ErrorInfo.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, k, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.google.rpc.ErrorInfo();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.reason = v;
                            else
                                delete m.reason;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.domain = v;
                            else
                                delete m.domain;
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            if (m.metadata === $util.emptyObject)
                                m.metadata = {};
                            var c2 = r.size() + r.pos;
                            if (c2 > r.len)
                                throw $RangeError("index out of range");
                            r.len = c2;
                            k = "";
                            v = "";
                            while (r.pos < c2) {
                                var t2 = r.tag();
                                u = t2 & 7;
                                switch (t2 >>>= 3) {
                                case 1:
                                    if (u !== 2)
                                        break;
                                    k = r.stringVerify();
                                    continue;
                                case 2:
                                    if (u !== 2)
                                        break;
                                    v = r.stringVerify();
                                    continue;
                                }
                                r.skipType(u, q, t2);
                            }
                            if (r.pos !== c2)
                                throw $RangeError("index out of range");
                            r.len = c;
                            if (k === "__proto__")
                                $util.makeProp(m.metadata, k);
                            m.metadata[k] = v;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return ErrorInfo;
        })();

        rpc.PreconditionFailure = (function() {

            const PreconditionFailure = function (p) {
                this.violations = [];
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            PreconditionFailure.prototype.violations = $util.emptyArray;

            PreconditionFailure.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.violations != null && m.violations.length) {
                    for (var i = 0; i < m.violations.length; ++i)
                        $root.google.rpc.PreconditionFailure.Violation.encode(m.violations[i], w.uint32(10).fork(), q + 1).ldelim();
                }
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            PreconditionFailure.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.google.rpc.PreconditionFailure();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if (!(m.violations && m.violations.length))
                                m.violations = [];
                            m.violations.push($root.google.rpc.PreconditionFailure.Violation.decode(r, r.size(), $undefined, q + 1));
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            PreconditionFailure.Violation = (function() {

                const Violation = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                Violation.prototype.type = "";
                Violation.prototype.subject = "";
                Violation.prototype.description = "";

                Violation.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.type != null && $Object.hasOwnProperty.call(m, "type") && m.type !== "")
                        w.uint32(10).string(m.type);
                    if (m.subject != null && $Object.hasOwnProperty.call(m, "subject") && m.subject !== "")
                        w.uint32(18).string(m.subject);
                    if (m.description != null && $Object.hasOwnProperty.call(m, "description") && m.description !== "")
                        w.uint32(26).string(m.description);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                Violation.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.google.rpc.PreconditionFailure.Violation();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.type = v;
                                else
                                    delete m.type;
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.subject = v;
                                else
                                    delete m.subject;
                                continue;
                            }
                        case 3: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.description = v;
                                else
                                    delete m.description;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return Violation;
            })();

            return PreconditionFailure;
        })();

        rpc.BadRequest = (function() {

            const BadRequest = function (p) {
                this.fieldViolations = [];
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            BadRequest.prototype.fieldViolations = $util.emptyArray;

            BadRequest.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.fieldViolations != null && m.fieldViolations.length) {
                    for (var i = 0; i < m.fieldViolations.length; ++i)
                        $root.google.rpc.BadRequest.FieldViolation.encode(m.fieldViolations[i], w.uint32(10).fork(), q + 1).ldelim();
                }
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            BadRequest.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.google.rpc.BadRequest();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if (!(m.fieldViolations && m.fieldViolations.length))
                                m.fieldViolations = [];
                            m.fieldViolations.push($root.google.rpc.BadRequest.FieldViolation.decode(r, r.size(), $undefined, q + 1));
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            BadRequest.FieldViolation = (function() {

                const FieldViolation = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                FieldViolation.prototype.field = "";
                FieldViolation.prototype.description = "";

                FieldViolation.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.field != null && $Object.hasOwnProperty.call(m, "field") && m.field !== "")
                        w.uint32(10).string(m.field);
                    if (m.description != null && $Object.hasOwnProperty.call(m, "description") && m.description !== "")
                        w.uint32(18).string(m.description);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                FieldViolation.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.google.rpc.BadRequest.FieldViolation();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.field = v;
                                else
                                    delete m.field;
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.description = v;
                                else
                                    delete m.description;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return FieldViolation;
            })();

            return BadRequest;
        })();

        rpc.RequestInfo = (function() {

            const RequestInfo = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            RequestInfo.prototype.requestId = "";
            RequestInfo.prototype.servingData = "";

            RequestInfo.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.requestId != null && $Object.hasOwnProperty.call(m, "requestId") && m.requestId !== "")
                    w.uint32(10).string(m.requestId);
                if (m.servingData != null && $Object.hasOwnProperty.call(m, "servingData") && m.servingData !== "")
                    w.uint32(18).string(m.servingData);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            RequestInfo.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.google.rpc.RequestInfo();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.requestId = v;
                            else
                                delete m.requestId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.servingData = v;
                            else
                                delete m.servingData;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return RequestInfo;
        })();

        rpc.ResourceInfo = (function() {

            const ResourceInfo = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            ResourceInfo.prototype.resourceType = "";
            ResourceInfo.prototype.resourceName = "";
            ResourceInfo.prototype.owner = "";
            ResourceInfo.prototype.description = "";

            ResourceInfo.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.resourceType != null && $Object.hasOwnProperty.call(m, "resourceType") && m.resourceType !== "")
                    w.uint32(10).string(m.resourceType);
                if (m.resourceName != null && $Object.hasOwnProperty.call(m, "resourceName") && m.resourceName !== "")
                    w.uint32(18).string(m.resourceName);
                if (m.owner != null && $Object.hasOwnProperty.call(m, "owner") && m.owner !== "")
                    w.uint32(26).string(m.owner);
                if (m.description != null && $Object.hasOwnProperty.call(m, "description") && m.description !== "")
                    w.uint32(34).string(m.description);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            ResourceInfo.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.google.rpc.ResourceInfo();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.resourceType = v;
                            else
                                delete m.resourceType;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.resourceName = v;
                            else
                                delete m.resourceName;
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.owner = v;
                            else
                                delete m.owner;
                            continue;
                        }
                    case 4: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.description = v;
                            else
                                delete m.description;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return ResourceInfo;
        })();

        rpc.Status = (function() {

            const Status = function (p) {
                this.details = [];
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Status.prototype.code = 0;
            Status.prototype.message = "";
            Status.prototype.details = $util.emptyArray;

            Status.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.code != null && $Object.hasOwnProperty.call(m, "code") && m.code !== 0)
                    w.uint32(8).int32(m.code);
                if (m.message != null && $Object.hasOwnProperty.call(m, "message") && m.message !== "")
                    w.uint32(18).string(m.message);
                if (m.details != null && m.details.length) {
                    for (var i = 0; i < m.details.length; ++i)
                        $root.google.protobuf.Any.encode(m.details[i], w.uint32(26).fork(), q + 1).ldelim();
                }
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Status.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.google.rpc.Status();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 0)
                                break;
                            if (v = r.int32())
                                m.code = v;
                            else
                                delete m.code;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.message = v;
                            else
                                delete m.message;
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            if (!(m.details && m.details.length))
                                m.details = [];
                            m.details.push($root.google.protobuf.Any.decode(r, r.size(), $undefined, q + 1));
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return Status;
        })();

        return rpc;
    })();

    return google;
})();

export const grpc: any = $root.grpc = (() => {

    const grpc = {};

    grpc.health = (function() {

        const health = {};

        health.v1 = (function() {

            const v1 = {};

            v1.HealthCheckRequest = (function() {

                const HealthCheckRequest = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                HealthCheckRequest.prototype.service = "";

                HealthCheckRequest.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.service != null && $Object.hasOwnProperty.call(m, "service") && m.service !== "")
                        w.uint32(10).string(m.service);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                HealthCheckRequest.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.grpc.health.v1.HealthCheckRequest();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.service = v;
                                else
                                    delete m.service;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return HealthCheckRequest;
            })();

            v1.HealthCheckResponse = (function() {

                const HealthCheckResponse = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                HealthCheckResponse.prototype.status = 0;

                HealthCheckResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.status != null && $Object.hasOwnProperty.call(m, "status") && m.status !== 0)
                        w.uint32(8).int32(m.status);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                HealthCheckResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.grpc.health.v1.HealthCheckResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.status = v;
                                else
                                    delete m.status;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                HealthCheckResponse.ServingStatus = (function() {
                    const valuesById = $Object.create(null), values = $Object.create(valuesById);
                    values[valuesById[0] = "UNKNOWN"] = 0;
                    values[valuesById[1] = "SERVING"] = 1;
                    values[valuesById[2] = "NOT_SERVING"] = 2;
                    values[valuesById[3] = "SERVICE_UNKNOWN"] = 3;
                    return values;
                })();

                return HealthCheckResponse;
            })();

            return v1;
        })();

        return health;
    })();

    grpc.reflection = (function() {

        const reflection = {};

        reflection.v1 = (function() {

            const v1 = {};

            v1.ServerReflectionRequest = (function() {

                const ServerReflectionRequest = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                ServerReflectionRequest.prototype.host = "";
                ServerReflectionRequest.prototype.fileByFilename = null;
                ServerReflectionRequest.prototype.fileContainingSymbol = null;
                ServerReflectionRequest.prototype.fileContainingExtension = null;
                ServerReflectionRequest.prototype.allExtensionNumbersOfType = null;
                ServerReflectionRequest.prototype.listServices = null;

                let $oneOfFields;

                $Object.defineProperty(ServerReflectionRequest.prototype, "messageRequest", {
                    get: $util.oneOfGetter($oneOfFields = ["fileByFilename", "fileContainingSymbol", "fileContainingExtension", "allExtensionNumbersOfType", "listServices"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                ServerReflectionRequest.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.host != null && $Object.hasOwnProperty.call(m, "host") && m.host !== "")
                        w.uint32(10).string(m.host);
                    if (m.fileByFilename != null && $Object.hasOwnProperty.call(m, "fileByFilename"))
                        w.uint32(26).string(m.fileByFilename);
                    if (m.fileContainingSymbol != null && $Object.hasOwnProperty.call(m, "fileContainingSymbol"))
                        w.uint32(34).string(m.fileContainingSymbol);
                    if (m.fileContainingExtension != null && $Object.hasOwnProperty.call(m, "fileContainingExtension"))
                        $root.grpc.reflection.v1.ExtensionRequest.encode(m.fileContainingExtension, w.uint32(42).fork(), q + 1).ldelim();
                    if (m.allExtensionNumbersOfType != null && $Object.hasOwnProperty.call(m, "allExtensionNumbersOfType"))
                        w.uint32(50).string(m.allExtensionNumbersOfType);
                    if (m.listServices != null && $Object.hasOwnProperty.call(m, "listServices"))
                        w.uint32(58).string(m.listServices);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                ServerReflectionRequest.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.grpc.reflection.v1.ServerReflectionRequest();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.host = v;
                                else
                                    delete m.host;
                                continue;
                            }
                        case 3: {
                                if (u !== 2)
                                    break;
                                m.fileByFilename = r.stringVerify();
                                m.messageRequest = "fileByFilename";
                                continue;
                            }
                        case 4: {
                                if (u !== 2)
                                    break;
                                m.fileContainingSymbol = r.stringVerify();
                                m.messageRequest = "fileContainingSymbol";
                                continue;
                            }
                        case 5: {
                                if (u !== 2)
                                    break;
                                m.fileContainingExtension = $root.grpc.reflection.v1.ExtensionRequest.decode(r, r.size(), $undefined, q + 1, m.fileContainingExtension);
                                m.messageRequest = "fileContainingExtension";
                                continue;
                            }
                        case 6: {
                                if (u !== 2)
                                    break;
                                m.allExtensionNumbersOfType = r.stringVerify();
                                m.messageRequest = "allExtensionNumbersOfType";
                                continue;
                            }
                        case 7: {
                                if (u !== 2)
                                    break;
                                m.listServices = r.stringVerify();
                                m.messageRequest = "listServices";
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return ServerReflectionRequest;
            })();

            v1.ExtensionRequest = (function() {

                const ExtensionRequest = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                ExtensionRequest.prototype.containingType = "";
                ExtensionRequest.prototype.extensionNumber = 0;

                ExtensionRequest.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.containingType != null && $Object.hasOwnProperty.call(m, "containingType") && m.containingType !== "")
                        w.uint32(10).string(m.containingType);
                    if (m.extensionNumber != null && $Object.hasOwnProperty.call(m, "extensionNumber") && m.extensionNumber !== 0)
                        w.uint32(16).int32(m.extensionNumber);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                ExtensionRequest.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.grpc.reflection.v1.ExtensionRequest();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.containingType = v;
                                else
                                    delete m.containingType;
                                continue;
                            }
                        case 2: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.extensionNumber = v;
                                else
                                    delete m.extensionNumber;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return ExtensionRequest;
            })();

            v1.ServerReflectionResponse = (function() {

                const ServerReflectionResponse = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                ServerReflectionResponse.prototype.validHost = "";
                ServerReflectionResponse.prototype.originalRequest = null;
                ServerReflectionResponse.prototype.fileDescriptorResponse = null;
                ServerReflectionResponse.prototype.allExtensionNumbersResponse = null;
                ServerReflectionResponse.prototype.listServicesResponse = null;
                ServerReflectionResponse.prototype.errorResponse = null;

                let $oneOfFields;

                $Object.defineProperty(ServerReflectionResponse.prototype, "messageResponse", {
                    get: $util.oneOfGetter($oneOfFields = ["fileDescriptorResponse", "allExtensionNumbersResponse", "listServicesResponse", "errorResponse"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                ServerReflectionResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.validHost != null && $Object.hasOwnProperty.call(m, "validHost") && m.validHost !== "")
                        w.uint32(10).string(m.validHost);
                    if (m.originalRequest != null && $Object.hasOwnProperty.call(m, "originalRequest"))
                        $root.grpc.reflection.v1.ServerReflectionRequest.encode(m.originalRequest, w.uint32(18).fork(), q + 1).ldelim();
                    if (m.fileDescriptorResponse != null && $Object.hasOwnProperty.call(m, "fileDescriptorResponse"))
                        $root.grpc.reflection.v1.FileDescriptorResponse.encode(m.fileDescriptorResponse, w.uint32(34).fork(), q + 1).ldelim();
                    if (m.allExtensionNumbersResponse != null && $Object.hasOwnProperty.call(m, "allExtensionNumbersResponse"))
                        $root.grpc.reflection.v1.ExtensionNumberResponse.encode(m.allExtensionNumbersResponse, w.uint32(42).fork(), q + 1).ldelim();
                    if (m.listServicesResponse != null && $Object.hasOwnProperty.call(m, "listServicesResponse"))
                        $root.grpc.reflection.v1.ListServiceResponse.encode(m.listServicesResponse, w.uint32(50).fork(), q + 1).ldelim();
                    if (m.errorResponse != null && $Object.hasOwnProperty.call(m, "errorResponse"))
                        $root.grpc.reflection.v1.ErrorResponse.encode(m.errorResponse, w.uint32(58).fork(), q + 1).ldelim();
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                ServerReflectionResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.grpc.reflection.v1.ServerReflectionResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.validHost = v;
                                else
                                    delete m.validHost;
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                m.originalRequest = $root.grpc.reflection.v1.ServerReflectionRequest.decode(r, r.size(), $undefined, q + 1, m.originalRequest);
                                continue;
                            }
                        case 4: {
                                if (u !== 2)
                                    break;
                                m.fileDescriptorResponse = $root.grpc.reflection.v1.FileDescriptorResponse.decode(r, r.size(), $undefined, q + 1, m.fileDescriptorResponse);
                                m.messageResponse = "fileDescriptorResponse";
                                continue;
                            }
                        case 5: {
                                if (u !== 2)
                                    break;
                                m.allExtensionNumbersResponse = $root.grpc.reflection.v1.ExtensionNumberResponse.decode(r, r.size(), $undefined, q + 1, m.allExtensionNumbersResponse);
                                m.messageResponse = "allExtensionNumbersResponse";
                                continue;
                            }
                        case 6: {
                                if (u !== 2)
                                    break;
                                m.listServicesResponse = $root.grpc.reflection.v1.ListServiceResponse.decode(r, r.size(), $undefined, q + 1, m.listServicesResponse);
                                m.messageResponse = "listServicesResponse";
                                continue;
                            }
                        case 7: {
                                if (u !== 2)
                                    break;
                                m.errorResponse = $root.grpc.reflection.v1.ErrorResponse.decode(r, r.size(), $undefined, q + 1, m.errorResponse);
                                m.messageResponse = "errorResponse";
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return ServerReflectionResponse;
            })();

            v1.FileDescriptorResponse = (function() {

                const FileDescriptorResponse = function (p) {
                    this.fileDescriptorProto = [];
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                FileDescriptorResponse.prototype.fileDescriptorProto = $util.emptyArray;

                FileDescriptorResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.fileDescriptorProto != null && m.fileDescriptorProto.length) {
                        for (var i = 0; i < m.fileDescriptorProto.length; ++i)
                            w.uint32(10).bytes(m.fileDescriptorProto[i]);
                    }
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                FileDescriptorResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.grpc.reflection.v1.FileDescriptorResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if (!(m.fileDescriptorProto && m.fileDescriptorProto.length))
                                    m.fileDescriptorProto = [];
                                m.fileDescriptorProto.push(r.bytes());
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return FileDescriptorResponse;
            })();

            v1.ExtensionNumberResponse = (function() {

                const ExtensionNumberResponse = function (p) {
                    this.extensionNumber = [];
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                ExtensionNumberResponse.prototype.baseTypeName = "";
                ExtensionNumberResponse.prototype.extensionNumber = $util.emptyArray;

                ExtensionNumberResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.baseTypeName != null && $Object.hasOwnProperty.call(m, "baseTypeName") && m.baseTypeName !== "")
                        w.uint32(10).string(m.baseTypeName);
                    if (m.extensionNumber != null && m.extensionNumber.length) {
                        w.uint32(18).int32s(m.extensionNumber);
                    }
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                ExtensionNumberResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.grpc.reflection.v1.ExtensionNumberResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.baseTypeName = v;
                                else
                                    delete m.baseTypeName;
                                continue;
                            }
                        case 2: {
                                if (u === 2) {
                                    if (!(m.extensionNumber && m.extensionNumber.length))
                                        m.extensionNumber = [];
                                    r.int32s(m.extensionNumber);
                                    continue;
                                }
                                if (u !== 0)
                                    break;
                                if (!(m.extensionNumber && m.extensionNumber.length))
                                    m.extensionNumber = [];
                                m.extensionNumber.push(r.int32());
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return ExtensionNumberResponse;
            })();

            v1.ListServiceResponse = (function() {

                const ListServiceResponse = function (p) {
                    this.service = [];
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                ListServiceResponse.prototype.service = $util.emptyArray;

                ListServiceResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.service != null && m.service.length) {
                        for (var i = 0; i < m.service.length; ++i)
                            $root.grpc.reflection.v1.ServiceResponse.encode(m.service[i], w.uint32(10).fork(), q + 1).ldelim();
                    }
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                ListServiceResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.grpc.reflection.v1.ListServiceResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if (!(m.service && m.service.length))
                                    m.service = [];
                                m.service.push($root.grpc.reflection.v1.ServiceResponse.decode(r, r.size(), $undefined, q + 1));
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return ListServiceResponse;
            })();

            v1.ServiceResponse = (function() {

                const ServiceResponse = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                ServiceResponse.prototype.name = "";

                ServiceResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.name != null && $Object.hasOwnProperty.call(m, "name") && m.name !== "")
                        w.uint32(10).string(m.name);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                ServiceResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.grpc.reflection.v1.ServiceResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.name = v;
                                else
                                    delete m.name;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return ServiceResponse;
            })();

            v1.ErrorResponse = (function() {

                const ErrorResponse = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                ErrorResponse.prototype.errorCode = 0;
                ErrorResponse.prototype.errorMessage = "";

                ErrorResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.errorCode != null && $Object.hasOwnProperty.call(m, "errorCode") && m.errorCode !== 0)
                        w.uint32(8).int32(m.errorCode);
                    if (m.errorMessage != null && $Object.hasOwnProperty.call(m, "errorMessage") && m.errorMessage !== "")
                        w.uint32(18).string(m.errorMessage);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                ErrorResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.grpc.reflection.v1.ErrorResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.errorCode = v;
                                else
                                    delete m.errorCode;
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.errorMessage = v;
                                else
                                    delete m.errorMessage;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return ErrorResponse;
            })();

            return v1;
        })();

        reflection.v1alpha = (function() {

            const v1alpha = {};

            v1alpha.ServerReflectionRequest = (function() {

                const ServerReflectionRequest = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                ServerReflectionRequest.prototype.host = "";
                ServerReflectionRequest.prototype.fileByFilename = null;
                ServerReflectionRequest.prototype.fileContainingSymbol = null;
                ServerReflectionRequest.prototype.fileContainingExtension = null;
                ServerReflectionRequest.prototype.allExtensionNumbersOfType = null;
                ServerReflectionRequest.prototype.listServices = null;

                let $oneOfFields;

                $Object.defineProperty(ServerReflectionRequest.prototype, "messageRequest", {
                    get: $util.oneOfGetter($oneOfFields = ["fileByFilename", "fileContainingSymbol", "fileContainingExtension", "allExtensionNumbersOfType", "listServices"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                ServerReflectionRequest.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.host != null && $Object.hasOwnProperty.call(m, "host") && m.host !== "")
                        w.uint32(10).string(m.host);
                    if (m.fileByFilename != null && $Object.hasOwnProperty.call(m, "fileByFilename"))
                        w.uint32(26).string(m.fileByFilename);
                    if (m.fileContainingSymbol != null && $Object.hasOwnProperty.call(m, "fileContainingSymbol"))
                        w.uint32(34).string(m.fileContainingSymbol);
                    if (m.fileContainingExtension != null && $Object.hasOwnProperty.call(m, "fileContainingExtension"))
                        $root.grpc.reflection.v1alpha.ExtensionRequest.encode(m.fileContainingExtension, w.uint32(42).fork(), q + 1).ldelim();
                    if (m.allExtensionNumbersOfType != null && $Object.hasOwnProperty.call(m, "allExtensionNumbersOfType"))
                        w.uint32(50).string(m.allExtensionNumbersOfType);
                    if (m.listServices != null && $Object.hasOwnProperty.call(m, "listServices"))
                        w.uint32(58).string(m.listServices);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                ServerReflectionRequest.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.grpc.reflection.v1alpha.ServerReflectionRequest();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.host = v;
                                else
                                    delete m.host;
                                continue;
                            }
                        case 3: {
                                if (u !== 2)
                                    break;
                                m.fileByFilename = r.stringVerify();
                                m.messageRequest = "fileByFilename";
                                continue;
                            }
                        case 4: {
                                if (u !== 2)
                                    break;
                                m.fileContainingSymbol = r.stringVerify();
                                m.messageRequest = "fileContainingSymbol";
                                continue;
                            }
                        case 5: {
                                if (u !== 2)
                                    break;
                                m.fileContainingExtension = $root.grpc.reflection.v1alpha.ExtensionRequest.decode(r, r.size(), $undefined, q + 1, m.fileContainingExtension);
                                m.messageRequest = "fileContainingExtension";
                                continue;
                            }
                        case 6: {
                                if (u !== 2)
                                    break;
                                m.allExtensionNumbersOfType = r.stringVerify();
                                m.messageRequest = "allExtensionNumbersOfType";
                                continue;
                            }
                        case 7: {
                                if (u !== 2)
                                    break;
                                m.listServices = r.stringVerify();
                                m.messageRequest = "listServices";
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return ServerReflectionRequest;
            })();

            v1alpha.ExtensionRequest = (function() {

                const ExtensionRequest = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                ExtensionRequest.prototype.containingType = "";
                ExtensionRequest.prototype.extensionNumber = 0;

                ExtensionRequest.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.containingType != null && $Object.hasOwnProperty.call(m, "containingType") && m.containingType !== "")
                        w.uint32(10).string(m.containingType);
                    if (m.extensionNumber != null && $Object.hasOwnProperty.call(m, "extensionNumber") && m.extensionNumber !== 0)
                        w.uint32(16).int32(m.extensionNumber);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                ExtensionRequest.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.grpc.reflection.v1alpha.ExtensionRequest();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.containingType = v;
                                else
                                    delete m.containingType;
                                continue;
                            }
                        case 2: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.extensionNumber = v;
                                else
                                    delete m.extensionNumber;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return ExtensionRequest;
            })();

            v1alpha.ServerReflectionResponse = (function() {

                const ServerReflectionResponse = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                ServerReflectionResponse.prototype.validHost = "";
                ServerReflectionResponse.prototype.originalRequest = null;
                ServerReflectionResponse.prototype.fileDescriptorResponse = null;
                ServerReflectionResponse.prototype.allExtensionNumbersResponse = null;
                ServerReflectionResponse.prototype.listServicesResponse = null;
                ServerReflectionResponse.prototype.errorResponse = null;

                let $oneOfFields;

                $Object.defineProperty(ServerReflectionResponse.prototype, "messageResponse", {
                    get: $util.oneOfGetter($oneOfFields = ["fileDescriptorResponse", "allExtensionNumbersResponse", "listServicesResponse", "errorResponse"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                ServerReflectionResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.validHost != null && $Object.hasOwnProperty.call(m, "validHost") && m.validHost !== "")
                        w.uint32(10).string(m.validHost);
                    if (m.originalRequest != null && $Object.hasOwnProperty.call(m, "originalRequest"))
                        $root.grpc.reflection.v1alpha.ServerReflectionRequest.encode(m.originalRequest, w.uint32(18).fork(), q + 1).ldelim();
                    if (m.fileDescriptorResponse != null && $Object.hasOwnProperty.call(m, "fileDescriptorResponse"))
                        $root.grpc.reflection.v1alpha.FileDescriptorResponse.encode(m.fileDescriptorResponse, w.uint32(34).fork(), q + 1).ldelim();
                    if (m.allExtensionNumbersResponse != null && $Object.hasOwnProperty.call(m, "allExtensionNumbersResponse"))
                        $root.grpc.reflection.v1alpha.ExtensionNumberResponse.encode(m.allExtensionNumbersResponse, w.uint32(42).fork(), q + 1).ldelim();
                    if (m.listServicesResponse != null && $Object.hasOwnProperty.call(m, "listServicesResponse"))
                        $root.grpc.reflection.v1alpha.ListServiceResponse.encode(m.listServicesResponse, w.uint32(50).fork(), q + 1).ldelim();
                    if (m.errorResponse != null && $Object.hasOwnProperty.call(m, "errorResponse"))
                        $root.grpc.reflection.v1alpha.ErrorResponse.encode(m.errorResponse, w.uint32(58).fork(), q + 1).ldelim();
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                ServerReflectionResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.grpc.reflection.v1alpha.ServerReflectionResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.validHost = v;
                                else
                                    delete m.validHost;
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                m.originalRequest = $root.grpc.reflection.v1alpha.ServerReflectionRequest.decode(r, r.size(), $undefined, q + 1, m.originalRequest);
                                continue;
                            }
                        case 4: {
                                if (u !== 2)
                                    break;
                                m.fileDescriptorResponse = $root.grpc.reflection.v1alpha.FileDescriptorResponse.decode(r, r.size(), $undefined, q + 1, m.fileDescriptorResponse);
                                m.messageResponse = "fileDescriptorResponse";
                                continue;
                            }
                        case 5: {
                                if (u !== 2)
                                    break;
                                m.allExtensionNumbersResponse = $root.grpc.reflection.v1alpha.ExtensionNumberResponse.decode(r, r.size(), $undefined, q + 1, m.allExtensionNumbersResponse);
                                m.messageResponse = "allExtensionNumbersResponse";
                                continue;
                            }
                        case 6: {
                                if (u !== 2)
                                    break;
                                m.listServicesResponse = $root.grpc.reflection.v1alpha.ListServiceResponse.decode(r, r.size(), $undefined, q + 1, m.listServicesResponse);
                                m.messageResponse = "listServicesResponse";
                                continue;
                            }
                        case 7: {
                                if (u !== 2)
                                    break;
                                m.errorResponse = $root.grpc.reflection.v1alpha.ErrorResponse.decode(r, r.size(), $undefined, q + 1, m.errorResponse);
                                m.messageResponse = "errorResponse";
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return ServerReflectionResponse;
            })();

            v1alpha.FileDescriptorResponse = (function() {

                const FileDescriptorResponse = function (p) {
                    this.fileDescriptorProto = [];
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                FileDescriptorResponse.prototype.fileDescriptorProto = $util.emptyArray;

                FileDescriptorResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.fileDescriptorProto != null && m.fileDescriptorProto.length) {
                        for (var i = 0; i < m.fileDescriptorProto.length; ++i)
                            w.uint32(10).bytes(m.fileDescriptorProto[i]);
                    }
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                FileDescriptorResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.grpc.reflection.v1alpha.FileDescriptorResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if (!(m.fileDescriptorProto && m.fileDescriptorProto.length))
                                    m.fileDescriptorProto = [];
                                m.fileDescriptorProto.push(r.bytes());
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return FileDescriptorResponse;
            })();

            v1alpha.ExtensionNumberResponse = (function() {

                const ExtensionNumberResponse = function (p) {
                    this.extensionNumber = [];
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                ExtensionNumberResponse.prototype.baseTypeName = "";
                ExtensionNumberResponse.prototype.extensionNumber = $util.emptyArray;

                ExtensionNumberResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.baseTypeName != null && $Object.hasOwnProperty.call(m, "baseTypeName") && m.baseTypeName !== "")
                        w.uint32(10).string(m.baseTypeName);
                    if (m.extensionNumber != null && m.extensionNumber.length) {
                        w.uint32(18).int32s(m.extensionNumber);
                    }
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                ExtensionNumberResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.grpc.reflection.v1alpha.ExtensionNumberResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.baseTypeName = v;
                                else
                                    delete m.baseTypeName;
                                continue;
                            }
                        case 2: {
                                if (u === 2) {
                                    if (!(m.extensionNumber && m.extensionNumber.length))
                                        m.extensionNumber = [];
                                    r.int32s(m.extensionNumber);
                                    continue;
                                }
                                if (u !== 0)
                                    break;
                                if (!(m.extensionNumber && m.extensionNumber.length))
                                    m.extensionNumber = [];
                                m.extensionNumber.push(r.int32());
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return ExtensionNumberResponse;
            })();

            v1alpha.ListServiceResponse = (function() {

                const ListServiceResponse = function (p) {
                    this.service = [];
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                ListServiceResponse.prototype.service = $util.emptyArray;

                ListServiceResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.service != null && m.service.length) {
                        for (var i = 0; i < m.service.length; ++i)
                            $root.grpc.reflection.v1alpha.ServiceResponse.encode(m.service[i], w.uint32(10).fork(), q + 1).ldelim();
                    }
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                ListServiceResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.grpc.reflection.v1alpha.ListServiceResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if (!(m.service && m.service.length))
                                    m.service = [];
                                m.service.push($root.grpc.reflection.v1alpha.ServiceResponse.decode(r, r.size(), $undefined, q + 1));
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return ListServiceResponse;
            })();

            v1alpha.ServiceResponse = (function() {

                const ServiceResponse = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                ServiceResponse.prototype.name = "";

                ServiceResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.name != null && $Object.hasOwnProperty.call(m, "name") && m.name !== "")
                        w.uint32(10).string(m.name);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                ServiceResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.grpc.reflection.v1alpha.ServiceResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.name = v;
                                else
                                    delete m.name;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return ServiceResponse;
            })();

            v1alpha.ErrorResponse = (function() {

                const ErrorResponse = function (p) {
                    if (p)
                        for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                            if (p[ks[i]] != null && ks[i] !== "__proto__")
                                this[ks[i]] = p[ks[i]];
                };

                ErrorResponse.prototype.errorCode = 0;
                ErrorResponse.prototype.errorMessage = "";

                ErrorResponse.encode = function (m, w, q) {
                    if (!w)
                        w = $Writer.create();
                    if (q === $undefined)
                        q = 0;
                    if (q > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (m.errorCode != null && $Object.hasOwnProperty.call(m, "errorCode") && m.errorCode !== 0)
                        w.uint32(8).int32(m.errorCode);
                    if (m.errorMessage != null && $Object.hasOwnProperty.call(m, "errorMessage") && m.errorMessage !== "")
                        w.uint32(18).string(m.errorMessage);
                    if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                        for (var i = 0; i < m.$unknowns.length; ++i)
                            w.raw(m.$unknowns[i]);
                    return w;
                };

                ErrorResponse.decode = function (r, l, z, q, g) {
                    if (!(r instanceof $Reader))
                        r = $Reader.create(r);
                    if (q === $undefined)
                        q = 0;
                    if (q > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    var c, m, v;
                    if (l === $undefined)
                        c = r.len;
                    else {
                        c = r.pos + l;
                        if (c > r.len)
                            throw $RangeError("index out of range");
                        l = r.len;
                        r.len = c;
                    }
                    m = g || new $root.grpc.reflection.v1alpha.ErrorResponse();
                    while (r.pos < c) {
                        var s = r.pos;
                        var t = r.tag();
                        if (t === z) {
                            z = $undefined;
                            break;
                        }
                        var u = t & 7;
                        switch (t >>>= 3) {
                        case 1: {
                                if (u !== 0)
                                    break;
                                if (v = r.int32())
                                    m.errorCode = v;
                                else
                                    delete m.errorCode;
                                continue;
                            }
                        case 2: {
                                if (u !== 2)
                                    break;
                                if ((v = r.stringVerify()).length)
                                    m.errorMessage = v;
                                else
                                    delete m.errorMessage;
                                continue;
                            }
                        }
                        r.skipType(u, q, t);
                        if (!r.discardUnknown) {
                            $util.makeProp(m, "$unknowns", false);
                            (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                        }
                    }
                    if (l !== $undefined) {
                        if (r.pos !== c)
                            throw $RangeError("index out of range");
                        r.len = l;
                    }
                    if (z !== $undefined)
                        throw $Error("missing end group");
                    return m;
                };

                return ErrorResponse;
            })();

            return v1alpha;
        })();

        return reflection;
    })();

    return grpc;
})();

export {
  $root as default
};
