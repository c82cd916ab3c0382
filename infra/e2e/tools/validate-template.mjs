// Prints what @aws/cloudformation-validate finds in a template, as JSON.
// Usage: node validate-template.mjs template.yaml
//
// Two hints are left out: I9001 repeats for each property that a change of it
// replaces the resource, which is documentation; I9040 wants tags on each
// resource, and `sam deploy` puts the stack's tags on all of them.
import validate from '@aws/cloudformation-validate';

const engine = new validate.RegoEngine();
const report = engine.validateStandard(new validate.TemplateFile(process.argv[2]), {
  exclude: { ids: ['I9001', 'I9040'] },
});
const findings = report.diagnostics.map((d) => `${d.ruleId} line ${d.startLine}: ${d.message}`);
console.log(JSON.stringify({ status: report.status, rules: report.metadata.rulesEvaluated, findings }));
engine.free();
