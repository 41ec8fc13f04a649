<#
Made by Certrail. Takes away what install-certificates.ps1 or install-certificates.cmd has added on this computer, with the
private keys, and nothing that was there before.

    powershell -ExecutionPolicy Bypass -File remove-certificates.ps1
    powershell -ExecutionPolicy Bypass -File remove-certificates.ps1 -CurrentUser
#>
#requires -Version 4.0
param(
    [switch]$CurrentUser
)

$ErrorActionPreference = 'Stop'
@COMMON@
function Remove-Added($item, $thumbprint) {
    if ($item.Kind -eq 'List') {
        & certutil.exe @scope -delstore $item.Store $thumbprint | Out-Null
        return
    }
    $path = $location + '\' + $item.Store + '\' + $thumbprint
    if ($item.Kind -eq 'Key') {
        Remove-Item -LiteralPath $path -DeleteKey
    } else {
        Remove-Item -LiteralPath $path
    }
}

if (-not (Test-Path -LiteralPath $record)) {
    Write-Host ('Nothing was installed from here for ' + $whose + '.')
    exit 1
}
$added = @(Get-Content -LiteralPath $record)
Write-Host ('This takes from the certificate stores of ' + $whose + ' what was added of:')
Show-Items
if ((Read-Host -Prompt 'Type YES and press Enter to go on') -ne 'YES') {
    Write-Host 'Nothing was changed.'
    exit 1
}

$failed = $false
foreach ($item in $items) {
    try {
        $thumbprint = Get-Thumbprint $item (Join-Path -Path $PSScriptRoot -ChildPath $item.File)
        if ($added -notcontains ($item.Store + ' ' + $thumbprint)) {
            Write-Host ('Left alone, it was there before: ' + $item.File)
            continue
        }
        if (Test-Item $item $thumbprint) {
            Remove-Added $item $thumbprint
        }
        if (Test-Item $item $thumbprint) {
            throw 'it is still in the store'
        }
        Write-Host ('Removed: ' + $item.File)
    } catch {
        $failed = $true
        Write-Host ('NOT removed: ' + $item.File + ' - ' + $_.Exception.Message)
    }
}
# A list that was added before this folder had its present one is still there.
foreach ($line in $added) {
    $store, $thumbprint = $line.Split(' ')
    $earlier = @{ Store = $store; Kind = 'List' }
    if ($store -ne 'CA' -or -not $thumbprint -or -not (Test-Item $earlier $thumbprint)) {
        continue
    }
    Remove-Added $earlier $thumbprint
    if (Test-Item $earlier $thumbprint) {
        $failed = $true
        Write-Host ('NOT removed: an earlier list, ' + $thumbprint)
    } else {
        Write-Host ('Removed: an earlier list, ' + $thumbprint)
    }
}
if ($failed) {
    Write-Host 'Not everything was removed. Run this again.'
    exit 1
}
Remove-Item -LiteralPath $record
Write-Host 'All that was added is gone.'
exit 0
