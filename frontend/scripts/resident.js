// What residents' pages gain where scripts run. Every page works without it, so it stays small.
import { offerAloud } from "./aloud.js";
import { offerSending } from "./sending.js";
import { offerSlip } from "./slip.js";

offerAloud();
offerSending();
offerSlip();
