// What residents' pages gain where scripts run. Every page works without it, so it stays small.
import { offerSending } from "./sending.js";
import { offerSlip } from "./slip.js";

offerSending();
offerSlip();
