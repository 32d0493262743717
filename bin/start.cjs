// Plain old JavaScript, so that an old Node.js can read it and say what is wrong instead of showing a syntax error.
'use strict';
var path = require('node:path');
var fs = require('node:fs');

var major = Number(process.versions.node.split('.')[0]);
var root = path.join(__dirname, '..');
var words = process.argv.slice(2);

if (major < 24) {
  process.stderr.write(
    'plimsoll: Node.js ' + process.versions.node + ' is too old, 24 or newer is needed (runtime-missing)\n' +
      '  Run `npm ci --ignore-scripts` in the folder of Plimsoll (npm brings Node.js 24 along), or install Node.js 24.\n',
  );
  process.exitCode = 3;
} else if (words.length === 1 && (words[0] === '--version' || words[0] === '-V')) {
  // Asked by every wrapper and CI job: answered before anything is loaded.
  var facts = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  fs.writeSync(1, facts.version + '\n');
} else {
  // Until there is a result, whatever ends this process ends it with "could not be completed".
  process.exitCode = 3;
  giveBackAuthorities();
  hideExperimentalWarnings();
  keepCompiledCode();
  try {
    begin();
  } catch (error) {
    cannotStart(error);
  }
}

// A checkout runs its sources. The package has what is started most in one file each, which Node.js requires faster than it imports.
function begin() {
  var entry = entryFor(words[0]);
  var source = path.join(root, 'src', entry + '.ts');
  if (fs.existsSync(source)) run(source);
  else if (entry === 'main') run(path.join(root, 'dist', 'main.js'));
  else require(path.join(root, 'dist', entry + '.cjs'));
}

// What the launcher has kept from Node.js is there again, for this program and for those that it starts.
function giveBackAuthorities() {
  if (!process.env.LATE_EXTRA_CA_CERTS) return;
  process.env.NODE_EXTRA_CA_CERTS = process.env.LATE_EXTRA_CA_CERTS;
  delete process.env.LATE_EXTRA_CA_CERTS;
}

function entryFor(word) {
  if (isThirdLock()) return 'runtime';
  if (word === 'scan' || word === 'sbom') return 'scanning';
  return word === undefined || word === 'help' || word === '--help' || word === '-h' ? 'helping' : 'main';
}

function run(file) {
  import(require('node:url').pathToFileURL(file).href).catch(cannotStart);
}

// Every container on its way waits for this one.
function isThirdLock() {
  return words[0] === 'gate' && words[1] === 'runtime';
}

// Node.js would exit with 1, which here means that a policy denied an image.
function cannotStart(error) {
  var reason = String((error && error.message) || error).split('\n')[0];
  process.stderr.write(
    'plimsoll: it cannot start: ' + reason + ' (defect)\n' +
      '  The installation is not whole. Run `npm ci --ignore-scripts` in a checkout, else install Plimsoll again.\n',
  );
  process.exit(3);
}

// node:sqlite says that it is experimental in the middle of a report. All other warnings are shown as ever.
function hideExperimentalWarnings() {
  var printers = process.listeners('warning');
  process.removeAllListeners('warning');
  process.on('warning', function (warning) {
    if (warning.name === 'ExperimentalWarning') return;
    for (var index = 0; index < printers.length; index += 1) printers[index].call(process, warning);
  });
}

// V8's compiled code (and types stripped from sources) is kept in the state directory, so that a second start need not compile. What lies
// there is run: so only in a directory that is there already, is ours, and that nobody else may write to or put another in the place of.
function keepCompiledCode() {
  if (process.env.NODE_COMPILE_CACHE || process.env.NODE_DISABLE_COMPILE_CACHE || !process.getuid) return;
  var homes = [[stateHome(), 'compile-cache']];
  // Where the gate has an account of its own, the state directory is not root's: for the third lock, which root calls, there is this one.
  if (isThirdLock()) homes.push(['/run/plimsoll', 'compiled']);
  homes.some(function (home) {
    try {
      return keepIn(home[0], home[1]);
    } catch (error) {
      // No directory, or none to write to: the start takes longer, that is all.
      return false;
    }
  });
}

function keepIn(home, name) {
  var real = fs.realpathSync(home);
  var folder = path.join(real, name);
  if (!isOursAlone(real) || isExchangeable(real)) return false;
  if (!fs.existsSync(folder)) fs.mkdirSync(folder, { mode: 448 });
  if (!isOursAlone(folder)) return false;
  require('node:module').enableCompileCache(folder);
  return true;
}

function isOursAlone(folder) {
  var facts = fs.lstatSync(folder);
  return facts.isDirectory() && facts.uid === process.geteuid() && (facts.mode & 18) === 0;
}

// Whoever may write to a folder on the way can put another in its place, between this look and the use; in one like /tmp only what is his.
// Where users have a group each, as many systems set them up, that group is nobody else.
function isExchangeable(folder) {
  for (var at = path.dirname(folder); ; at = path.dirname(at)) {
    var facts = fs.lstatSync(at);
    var others = process.geteuid() !== 0 && facts.gid === facts.uid ? 2 : 18;
    var isShared = (facts.mode & others) !== 0 && (facts.mode & 512) === 0;
    if (isShared || (facts.uid !== 0 && facts.uid !== process.geteuid())) return true;
    if (at === path.dirname(at)) return false;
  }
}

// As src/cli/state-home.ts has it; read here without understanding the rest of the command line.
function stateHome() {
  for (var index = words.length - 1; index >= 0; index -= 1) {
    if (words[index].indexOf('--home=') === 0) return path.resolve(words[index].slice(7));
    if (words[index] === '--home' && index + 1 < words.length) return path.resolve(words[index + 1]);
  }
  if (process.env.PLIMSOLL_HOME) return path.resolve(process.env.PLIMSOLL_HOME);
  if (process.getuid() === 0) return '/var/lib/plimsoll';
  var data = process.env.XDG_DATA_HOME;
  return path.join(data && data[0] === '/' ? data : path.join(require('node:os').homedir(), '.local', 'share'), 'plimsoll');
}
