// Leads the names of Services to the address in OWN_ADDRESS, as cluster DNS leads them to the Service.
const dns = require("node:dns");

const lookup = dns.lookup;
dns.lookup = (name, ...more) => lookup(name.endsWith(".svc") ? process.env.OWN_ADDRESS : name, ...more);
