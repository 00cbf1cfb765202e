namespace Waggle.Verifier.Kernels;
internal static class LsmHooks { public static readonly HashSet<string> Booleans = []; }
