// How Allure 3 renders a run; see https://allurereport.org/docs/v3/configure/
export default {
  name: "Datamonkey",
  categories: {
    rules: [
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
    ],
  },
  plugins: {
    awesome: {
      options: {
        singleFile: true,
        reportLanguage: "en",
        groupBy: ["epic", "feature"],
      },
    },
  },
};
