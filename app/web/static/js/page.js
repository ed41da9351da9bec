// Pages without a screen program of their own.

import "./apply.js";
import "./dialogs.js";
import "./pad.js";
import "./pin.js";
import "./sideways.js";
import "./theme.js";
