// The till page: everything wired together.

import { showSentence } from "../apply.js";
import { topDialog } from "../dialogs.js";
import { badgeScanned } from "../lend.js";
import "../pad.js";
import "../pin.js";
import "../theme.js";
import { ScanRouter } from "../scan.js";
import { play } from "../sound.js";
import { words } from "../words.js";
import { queue, resume } from "./acts.js";
import { addCode } from "./add.js";
import { startAttaching } from "./attach.js";
import { startCard } from "./card.js";
import { startCustomer, takeCard } from "./customer.js";
import { isAway, startWindow } from "./window.js";
import { startFind } from "./find.js";
import { startForms } from "./forms.js";
import { scanInto, startSubmitting } from "./submit.js";
import { pressed, startHotkeys } from "./hotkeys.js";
import { startHolding } from "./holding.js";
import { startLines } from "./lines.js";
import { startMenu } from "./menu.js";
import { startOffers } from "./offers.js";
import { startPay } from "./pay.js";
import { startPayout } from "./payout.js";
import { startPayoutParts } from "./payout-parts.js";
import { startPoints } from "./points.js";
import { startSheets } from "./sheet.js";
import { startSplit } from "./split.js";
import { startTakingBack } from "./taking-back.js";
import { startPromotions } from "./promotions.js";
import { startTip } from "./tip.js";
import { startUndo } from "./undo.js";
import { startVariants } from "./variants.js";
import { startWeighing } from "./weighing.js";

/** @param {string} sentence */
function refuse(sentence) {
  play("error");
  showSentence("warn", words(sentence));
}

/**
 * A code, wherever the cursor stands. What it is, the server says.
 * @param {string} code
 * @param {string} typed
 * @param {string} [uid] of the scan, where it has one
 */
function scanned(code, typed, uid) {
  const dialog = topDialog();
  if (isAway()) refuse("scan_while_away");
  else if (!dialog) addCode(code, typed, uid);
  else if (dialog.dataset.scan === "lend") badgeScanned(code);
  else if (dialog.dataset.scan === "refuse") refuse("scan_in_payment");
  else if (dialog.dataset.scan === "badge") {
    queue.add({ url: "/till/badge", fields: () => ({ code, typed }) });
  } else if (!takeCard(dialog, code) && !scanInto(dialog, code, typed)) {
    dialog.close();
    addCode(code, typed, uid);
  }
}

const isWireless = document.getElementById("main")?.dataset.wireless === "yes";
new ScanRouter({ scanned, pressed }, { wireless: isWireless }).start();
startHotkeys();
startLines();
startFind();
startForms();
startSheets();
startCustomer();
startAttaching();
startSubmitting();
startPay();
startPayout();
startPayoutParts();
startCard();
startHolding();
startOffers();
startTakingBack();
startSplit();
startPoints();
startTip();
startPromotions();
startUndo();
startVariants();
startWeighing();
startMenu();
resume();
startWindow(scanned);
document.documentElement.dataset.ready = "yes";
