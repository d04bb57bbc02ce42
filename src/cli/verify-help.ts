export const help = `
What the checks need to know of the server (accounts, clients …) is given by name: in a file (--with), by environment
(LATCHKEY_VERIFY_PEOPLE_ORDINARY_PASSWORD) or by flag (--set people.ordinary.password=…); a flag goes before the
environment, that before the file, that before --demo. --template prints a file to begin with, which also says what
each hook is handed and answers. A check whose hook is not there is not run, and never counts as passed.

Exit code: 0 if all that was run holds and something was run; 1 if the server deviates or the baseline is out of date;
2 if it could not be done, or nothing deviates but the run is incomplete, as with a hook that fails; 130 after Ctrl-C.

Examples:
  latchkey verify ./openapi.yaml --url http://127.0.0.1:3000 --credential bearer=eyJ…
  latchkey verify API --template > verify.yaml
  latchkey verify API --url http://127.0.0.1:3000/api --with verify.yaml
  latchkey verify API --url http://127.0.0.1:3000/api --with verify.yaml --tag rotation --bail
  latchkey verify API --url https://staging.example/api --with verify.yaml --i-own-this-server --html report.html
  latchkey verify API --sandbox http://localhost:4000`
