using System.Globalization;

namespace Waggle.Cli.Views;

/// <summary>Numbers as people read them.</summary>
internal static class Quantity
{
    private static readonly string[] s_byteUnits = ["B", "kB", "MB", "GB", "TB", "PB"];

    /// <summary>"1,234,567".</summary>
    public static string Count(ulong count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>"1 process", "2 processes".</summary>
    public static string Count(ulong count, string one, string many) => $"{Count(count)} {(count == 1 ? one : many)}";

    /// <summary>A rate in at most five characters: "0.5", "950", "12.3k", "1.2M".</summary>
    public static string Rate(double perSecond) => perSecond switch
    {
        < 9.95 => perSecond.ToString("0.0", CultureInfo.InvariantCulture),
        < 9_999.5 => perSecond.ToString("0", CultureInfo.InvariantCulture),
        < 999_950 => (perSecond / 1e3).ToString("0.0", CultureInfo.InvariantCulture) + "k",
        _ => (perSecond / 1e6).ToString("0.0", CultureInfo.InvariantCulture) + "M",
    };

    /// <summary>A share in percent: "0", "0.3", "12".</summary>
    public static string Percent(double share) => share switch
    {
        0 => "0",
        < 0.0995 => Math.Max(share * 100, 0.1).ToString("0.0", CultureInfo.InvariantCulture),
        _ => (share * 100).ToString("0", CultureInfo.InvariantCulture),
    };

    /// <summary>A time with three digits: "850 ns", "1.25 µs", "32 ms", "4.2 s", "3 m 05 s".</summary>
    public static string Time(double nanoseconds) => nanoseconds switch
    {
        < 999.5 => Digits(nanoseconds) + " ns",
        < 999.5e3 => Digits(nanoseconds / 1e3) + " µs",
        < 999.5e6 => Digits(nanoseconds / 1e6) + " ms",
        < 119.5e9 => Digits(nanoseconds / 1e9) + " s",
        _ => LongTime(TimeSpan.FromSeconds(nanoseconds / 1e9)),
    };

    /// <summary>A size with three digits: "512 B", "1.25 kB", "32 MB"; 1 kB is 1,000 bytes.</summary>
    public static string Bytes(ulong bytes)
    {
        double value = bytes;
        int unit = 0;
        while (value >= 999.5 && unit < s_byteUnits.Length - 1)
        {
            value /= 1000;
            unit++;
        }

        return (unit == 0 ? value.ToString("0", CultureInfo.InvariantCulture) : Digits(value)) + " " + s_byteUnits[unit];
    }

    /// <summary>A boundary of a histogram in microseconds, short: "1", "512", "1ms", "2s".</summary>
    public static string Boundary(ulong microseconds) => microseconds switch
    {
        < 1_000 => microseconds.ToString(CultureInfo.InvariantCulture),
        < 1_000_000 => (microseconds / 1_000).ToString(CultureInfo.InvariantCulture) + "ms",
        _ => (microseconds / 1_000_000).ToString(CultureInfo.InvariantCulture) + "s",
    };

    private static string Digits(double value) =>
        value.ToString(value < 9.995 ? "0.##" : value < 99.95 ? "0.#" : "0", CultureInfo.InvariantCulture);

    private static string LongTime(TimeSpan time) => time.TotalHours < 1
        ? string.Create(CultureInfo.InvariantCulture, $"{time.Minutes} m {time.Seconds:00} s")
        : string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours} h {time.Minutes:00} m");
}
