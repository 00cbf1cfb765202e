namespace Waggle.Vm.KernelTests.Maps;

/// <summary>How many operations a differential test does.</summary>
internal static class OperationCount
{
    /// <summary>For each kind of map: from WAGGLE_OPERATIONS, or 20,000.</summary>
    public static int ForKind { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("WAGGLE_OPERATIONS"), out int count) ? count : 20_000;
}
