// The pages in the hand and on the wall have no other script than this one.
import "./live.js";
import "./print.js";
