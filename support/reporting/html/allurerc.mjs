// How Allure 3 renders a run; see https://allurereport.org/docs/v3/configure/
export default {
  name: "Datamonkey",
  historyPath: process.env.REPORT_HISTORY || undefined,
  historyLimit: 50,
  hideLabels: ["framework", "language", "host", "thread", "suite"], // of no use to who reads it
  categories: {
    rules: [
      {
        name: "Promises that were not kept",
        matchers: { statuses: ["failed"] },
        groupBy: [{ label: "cause" }],
        groupByMessage: true,
      },
      {
        name: "Not judged: something broke on the way",
        matchers: { statuses: ["broken"] },
        groupBy: [{ label: "cause" }],
        groupByMessage: true,
      },
      {
        name: "Known bugs of the product",
        matchers: { statuses: ["skipped"], message: /^Known bug / },
        groupByMessage: true,
      },
      {
        name: "Could not run here",
        matchers: { statuses: ["skipped"] },
        groupByMessage: true,
      },
    ],
  },
  plugins: {
    awesome: {
      options: {
        singleFile: true,
        reportLanguage: "en",
        groupBy: ["epic", "feature"],
        defaultSortBy: "status,asc", // what is red comes first
        charts: [
          { type: "currentStatus", title: "How this run ended" },
          { type: "statusDynamics", title: "How runs ended" },
          { type: "statusTransitions", title: "What became red, and what was mended" },
          { type: "statusAgePyramid", title: "Since which run it is not green" },
          { type: "durations", title: "How long scenarios take" },
        ],
      },
    },
  },
};
