// How Allure 3 renders a run; see https://allurereport.org/docs/v3/configure/
export default {
  name: "Datamonkey",
  plugins: {
    awesome: {
      options: {
        singleFile: true,
        reportLanguage: "en",
        groupBy: ["suite"],
      },
    },
  },
};
