using System.CommandLine;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Bokgi.Host.Platform.Errors;
using Bokgi.Host.Platform.Json;
using Bokgi.Host.Reports.Comparison;
using Bokgi.Host.Reports.Html;
using Bokgi.Host.Runs.Accounts;
using Bokgi.Host.Runs.Requests;
using Bokgi.Trading;
using Bokgi.UnitTests.Runs.Documents;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Runs.Accounts;

/// <summary>A money rule that is added to the list must appear in every place in which the existing rules do.</summary>
public class AccountRuleTests
{
    // Stored in the take-profit field, because the settings have no field for this rule.
    private static readonly AccountRule AddedRule = new(
        "spread_rate",
        AccountRuleKind.Number,
        AccountRuleGroup.Costs,
        new("호가 차이", "spread"),
        new("매수·매도 호가 차이의 절반(비율)", "Half of the spread, as a fraction")
    )
    {
        ValuePlaceholder = "fraction",
        Maximum = 0.5,
        IsMinimumExcluded = true,
        CanBeDisabled = true,
        AllowedValues = "a fraction above 0, up to 0.5",
        Get = account => account.TakeProfitPct,
        Set = (account, value) => account with { TakeProfitPct = (double?)value },
    };

    private static readonly AccountRule[] Rules = [.. AccountRules.Common, AddedRule];
    private static readonly JsonSerializerOptions Json = CreateOptions();

    [Fact]
    public void Options_AddedRule_IsReadAndExplained()
    {
        var options = new AccountOptions(Rules);
        var command = new Command("backtest");
        foreach (var declared in options.All)
            command.Options.Add(declared);

        var form = options.Read(command.Parse(["--spread-rate", "0.25"]), new InputErrors());

        form[AddedRule].ShouldBe(0.25);
        var option = command.Options.Single(declared => declared.Name == "--spread-rate");
        (option.HelpName, option.Description).ShouldBe(("fraction", "Half of the spread, as a fraction"));
    }

    [Fact]
    public void Request_AddedRule_IsAFieldThatIsChecked()
    {
        var form = JsonSerializer.Deserialize<BacktestForm>("""{"spread_rate":0.25}""", Json)!;
        var invalidForm = JsonSerializer.Deserialize<BacktestForm>("""{"spread_rate":0.75}""", Json)!;
        var errors = new InputErrors();

        form.Account.Read(errors).TakeProfitPct.ShouldBe(0.25);
        errors.Any.ShouldBeFalse();
        invalidForm.Account.Read(errors);
        errors.ListedErrors.ShouldBe([("spread_rate", "spread_rate cannot be 0.75; give a fraction above 0, up to 0.5")]);
    }

    [Fact]
    public void OpenApi_AddedRule_HasItsBoundsAndText()
    {
        var field = Json.GetTypeInfo(typeof(BacktestForm)).Properties.Single(property => property.Name == "spread_rate");
        var attributes = field.AttributeProvider!.GetCustomAttributes(inherit: true);

        attributes.OfType<DescriptionAttribute>().Single().Description.ShouldBe("Half of the spread, as a fraction. None by default.");
        var range = attributes.OfType<RangeAttribute>().Single();
        (range.Minimum, range.MinimumIsExclusive).ShouldBe((0.0, true));
        (range.Maximum, range.MaximumIsExclusive).ShouldBe((0.5, false));
    }

    [Fact]
    public void Document_AddedRule_IsAFieldThatIsReadBack()
    {
        var run = RunSample.Create() with { Account = new AccountSettings { TakeProfitPct = 0.25 } };

        var stored = JsonSerializer.SerializeToElement(run, Json);

        stored.GetProperty("spread_rate").GetDouble().ShouldBe(0.25);
        stored.Deserialize<Host.Runs.Documents.RunDocument>(Json)!.Value(AddedRule).ShouldBe(0.25);
    }

    [Fact]
    public void Document_StoredBeforeARuleWasAdded_TakesItsDefault()
    {
        var stored = JsonSerializer.SerializeToNode(RunSample.Create(), JsonFormat.Compact)!.AsObject();
        stored.Remove("slippage_rate").ShouldBeTrue();

        stored.Deserialize<Host.Runs.Documents.RunDocument>(JsonFormat.Compact)!.Account.SlippageRate.ShouldBe(0.0002);
    }

    [Fact]
    public void Comparison_RunsThatDifferInAddedRule_ListIt()
    {
        var run = RunSample.Create();

        var differing = SettingComparison.CompareSettings(
            [run, run with { Account = new AccountSettings { TakeProfitPct = 0.25 } }],
            [AddedRule]
        );

        var setting = differing.ShouldHaveSingleItem();
        (setting.Name, setting.Values[0], setting.Values[1]!.Value.GetDouble()).ShouldBe(("spread_rate", null, 0.25));
    }

    [Theory]
    [InlineData(false, "fee 0.1%, slippage 0.02%, spread 25%")]
    [InlineData(true, "수수료 0.1%, 슬리피지 0.02%, 호가 차이 25%")]
    public void Report_AddedRule_AppearsInItsGroup(bool isKorean, string expected)
    {
        var account = new AccountSettings { FeeRate = 0.001, TakeProfitPct = 0.25 };
        var html = new HtmlWriter(TextWriter.Null, isKorean ? ReportLanguage.Ko : ReportLanguage.En);

        ReportWords
            .FormatRules(Rules.Where(rule => rule.Group == AccountRuleGroup.Costs), account, html, textIfAbsent: null)
            .ShouldBe(expected);
    }

    [Fact]
    public void All_Names_AreUniqueAndDefaultsAllowed()
    {
        AccountRules.All.Select(rule => rule.Name).ShouldBeUnique();
        AccountRules.All.Select(rule => rule.ErrorFor(rule.Default)).ShouldAllBe(error => error == null);
    }

    // Serializes documents and requests with a field for each rule, including the added one.
    private static JsonSerializerOptions CreateOptions()
    {
        var options = JsonFormat.Configure(new JsonSerializerOptions());
        options.TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { Flatten } };
        return options;
    }

    private static void Flatten(JsonTypeInfo type)
    {
        var holder = type.Properties.FirstOrDefault(property =>
            property.PropertyType == typeof(AccountForm) || property.PropertyType == typeof(AccountSettings)
        );
        if (holder is not null)
            AccountFieldsAttribute.Flatten(type, holder, Rules);
    }
}
