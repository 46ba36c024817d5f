using KpiPulse.Web.Commands;

return await CommandLine.Run(args);
