// The store's worklists, from the cars' cards: each line with its car, what waits longest or breaks first on top.
//
//   const { wanted, ordered, here, found, priced } = worklists(cardsOf(cards, "job"));
//   wanted, ordered, here   [{job, car, line}]     found, priced   [{job, car, found}]: add-ons without and with a price

const HERE = ["in_stock", "arrived"];

// A car that stands still for its parts goes first, then one whose customer sits in the lounge, then whoever waits longest.
function urgency({ car }) {
  if (car.pause && car.pause.reason === "parts") return 0;
  return car.waits ? 1 : 2;
}

function byWait(one, other) {
  return urgency(one) - urgency(other) || one.line.changed_at - other.line.changed_at || one.line.id - other.line.id;
}

function byArrival(one, other) {
  return (one.line.expected_at || Infinity) - (other.line.expected_at || Infinity) || one.line.id - other.line.id;
}

function byFinding(one, other) {
  return urgency(one) - urgency(other) || one.found.found_at - other.found.found_at;
}

export function worklists(cars) {
  const lines = cars.flatMap(([job, car]) => car.parts.map((line) => ({ job, car, line })));
  const findings = cars.flatMap(([job, car]) => car.add_ons.map((found) => ({ job, car, found })));
  return {
    wanted: lines.filter(({ line }) => line.state === "wanted").sort(byWait),
    ordered: lines.filter(({ line }) => line.state === "ordered").sort(byArrival),
    here: lines.filter(({ line }) => HERE.includes(line.state)).sort(byWait),
    found: findings.filter(({ found }) => found.priced_at === null).sort(byFinding),
    priced: findings.filter(({ found }) => found.priced_at !== null).sort(byFinding),
  };
}
